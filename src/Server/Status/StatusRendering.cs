using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Muster.Server.Status;

/// <summary>The page as bytes; nobody asked for it, so it is rendered without a request.</summary>
internal static class StatusRendering
{
    private static readonly ServiceProvider Nothing = new ServiceCollection().BuildServiceProvider();

    public static async Task<byte[]> Page(StatusView view, SubscribeForm? subscribe)
    {
        var renderer = new HtmlRenderer(Nothing, NullLoggerFactory.Instance);
        await using (renderer.ConfigureAwait(false))
        {
            return await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var page = await renderer.RenderComponentAsync<StatusSheet>(ParameterView.FromDictionary(
                    new Dictionary<string, object?>
                    {
                        [nameof(StatusSheet.View)] = view,
                        [nameof(StatusSheet.Subscribe)] = subscribe,
                    })).ConfigureAwait(true);
                return Encoding.UTF8.GetBytes(page.ToHtmlString());
            }).ConfigureAwait(false);
        }
    }
}
