using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Muster.Server.Access;

namespace Muster.Server.Tests;

/// <summary>A browser without a script: it keeps cookies, follows where it is sent, and sends forms.</summary>
internal sealed partial class PlainBrowser : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly HttpClient client;
    private readonly Uri address;

    public PlainBrowser(Uri address)
    {
        this.address = address;
        client = new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = address,
        };
    }

    public int Status { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>The content security policy of the page.</summary>
    public string Policy { get; private set; } = "";

    /// <summary>All cookies as they were set, in small letters.</summary>
    public List<string> SetCookies { get; } = [];

    /// <summary>Shown in place of a session.</summary>
    public string? Token { get; set; }

    /// <summary>What the browser says of the page that led here.</summary>
    public string From { get; set; } = "same-origin";

    public string? Session
    {
        get => cookies.GetCookies(address)[SessionCookie.Name]?.Value;
        set => cookies.Add(address, new Cookie(SessionCookie.Name, value));
    }

    /// <summary>Returns the path at which it ends.</summary>
    public async Task<string> See(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await Send(request);
    }

    public async Task<string> Send(string path, params (string Name, string? Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Where(field => field.Value is not null)
                .Select(field => KeyValuePair.Create(field.Name, field.Value!))),
        };
        return await Send(request);
    }

    public async Task<string> Send(HttpRequestMessage request)
    {
        request.Headers.Add("Sec-Fetch-Site", From);
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var response = await client.SendAsync(request);
        Status = (int)response.StatusCode;
        Text = await response.Content.ReadAsStringAsync();
        Policy = response.Headers.TryGetValues("Content-Security-Policy", out var policy) ? string.Concat(policy) : "";
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
            SetCookies.AddRange(set.Select(said => said.ToLowerInvariant()));
        if (response.Headers.Location is not { } next)
            return request.RequestUri!.IsAbsoluteUri ? request.RequestUri.PathAndQuery : $"{request.RequestUri}";
        await See($"{next}");
        return $"{next}";
    }

    /// <summary>What the first field of this name holds on the page.</summary>
    public string? Value(string name) => Field().Matches(Text)
        .Where(field => field.Groups[1].Value == name)
        .Select(field => WebUtility.HtmlDecode(field.Groups[2].Value)).FirstOrDefault();

    public void Dispose() => client.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Field();
}
