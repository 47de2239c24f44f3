using System.Text.Json;

namespace Muster.Browser.Tests;

/// <summary>What axe-core finds on a page, each fault in a line of words.</summary>
internal static class Axe
{
    private static readonly string Script = Read();

    public static async Task<JsonElement> Look(Tab tab)
    {
        await tab.Get($"{Script}\n; null");
        return await tab.Get("""
            axe.run(document, { resultTypes: ["violations"] }).then(found => found.violations.flatMap(fault =>
              fault.nodes.map(node => `${fault.id}: ${fault.help}: ${node.html.slice(0, 160)}`)))
            """);
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Axe).Assembly.GetManifestResourceStream("axe.min.js")!);
        return reader.ReadToEnd();
    }
}
