using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Browser.Tests;

/// <summary>A tab of the browser: what a person sees there, and does.</summary>
public sealed class Tab(Chromium browser, string session)
{
    /// <summary>Every address that it asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>What it complained of: scripts that broke, files that a policy held back.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    private const double HighestPicture = 16_000;

    private const int Alt = 1;
    private const int Control = 2;

    private TaskCompletionSource loaded = new();

    internal async Task Begin()
    {
        foreach (var domain in (string[])["Page", "Network", "Runtime", "Log"])
            await Ask($"{domain}.enable", []);
    }

    internal void Hear(string method, JsonNode said)
    {
        if (method == "Page.loadEventFired")
            loaded.TrySetResult();
        if (method == "Network.requestWillBeSent")
            Asked.Enqueue(said["request"]!["url"]!.GetValue<string>());
        if (method == "Runtime.exceptionThrown")
            Complaints.Enqueue(said["exceptionDetails"]!.ToJsonString());
        if (method == "Log.entryAdded" && said["entry"]!["source"]!.GetValue<string>() == "security")
            Complaints.Enqueue(said["entry"]!.ToJsonString());
    }

    /// <summary>Goes there and waits until it is shown whole.</summary>
    public async Task Go(string url)
    {
        loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Ask("Page.navigate", new() { ["url"] = url });
        await loaded.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async Task Resize(int width, int height) => await Ask("Emulation.setDeviceMetricsOverride", new()
    {
        ["width"] = width,
        ["height"] = height,
        ["deviceScaleFactor"] = 1,
        ["mobile"] = false,
    });

    /// <param name="theme">light or dark.</param>
    public async Task Prefer(string theme) => await Ask("Emulation.setEmulatedMedia", new()
    {
        ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = theme }),
    });

    /// <summary>As it would lie on paper, from then on.</summary>
    public async Task Print() => await Ask("Emulation.setEmulatedMedia", new() { ["media"] = "print" });

    public async Task AllowScripts(bool allowed) =>
        await Ask("Emulation.setScriptExecutionDisabled", new() { ["value"] = !allowed });

    /// <summary>What an expression of the page gives, a promise when it is kept.</summary>
    public async Task<JsonElement> Get(string expression)
    {
        var answer = await Ask("Runtime.evaluate", new()
        {
            ["expression"] = expression,
            ["awaitPromise"] = true,
            ["returnByValue"] = true,
        });
        if (answer["exceptionDetails"] is { } fault)
            throw new InvalidOperationException($"{expression}: {fault.ToJsonString()}");
        return JsonSerializer.SerializeToElement(answer["result"]!["value"]);
    }

    /// <summary>
    /// Waits for something to be true on a page that has come whole, its scripts too: a key pressed before is nobody's.
    /// Says what the page showed where it never is.
    /// </summary>
    public async Task Until(string condition)
    {
        var came = await GetAcrossPages($$"""
            new Promise(done => {
              const end = performance.now() + 45000;
              const look = () => {
                let is = false;
                try { is = document.readyState === "complete" && !!({{condition}}) } catch { }
                if (is || performance.now() > end) done(is); else setTimeout(look, 20);
              };
              look();
            })
            """);
        if (!came.GetBoolean())
            throw new TimeoutException($"{condition} never came true; the page shows\n{await Text("body")}");
    }

    /// <summary>As <see cref="Get"/>, asked again where the page gave way to another one meanwhile.</summary>
    private async Task<JsonElement> GetAcrossPages(string expression)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Get(expression);
            }
            catch (InvalidOperationException gone) when (attempt < 10
                && (gone.Message.Contains("navigated", StringComparison.Ordinal)
                    || gone.Message.Contains("context", StringComparison.Ordinal)))
            {
                // asked of the page that has gone
            }
        }
    }

    public async Task<string> Text(string selector) =>
        (await Get($"document.querySelector({JsonSerializer.Serialize(selector)})?.innerText ?? ''")).GetString()!;

    /// <summary>Clicks where the element is, as a mouse does; the page must show it.</summary>
    public async Task Click(string selector)
    {
        var place = await Get($$"""
            (() => {
              const found = document.querySelector({{JsonSerializer.Serialize(selector)}});
              found.scrollIntoView({ block: "center", behavior: "instant" });
              const box = found.getBoundingClientRect();
              return [box.x + box.width / 2, box.y + box.height / 2];
            })()
            """);
        foreach (var kind in (string[])["mousePressed", "mouseReleased"])
        {
            await Ask("Input.dispatchMouseEvent", new()
            {
                ["type"] = kind,
                ["x"] = place[0].GetDouble(),
                ["y"] = place[1].GetDouble(),
                ["button"] = "left",
                ["clickCount"] = 1,
            });
        }
    }

    /// <param name="control">With the control key held.</param>
    public async Task Press(string key, int code, bool control = false) =>
        await Keys(key, code, null, control ? Control : 0);

    /// <summary>With Alt held, as a letter that stands beside a form is pressed.</summary>
    public async Task PressWithAlt(char letter) => await Keys(
        char.ToLowerInvariant(letter).ToString(), char.ToUpperInvariant(letter), null, Alt);

    public async Task Enter() => await Keys("Enter", 13, "\r");

    public async Task Type(string text) => await Ask("Input.insertText", new() { ["text"] = text });

    /// <summary>
    /// A picture of the page in its whole length, or of as much as the browser draws; a folder that is missing is made.
    /// </summary>
    public async Task Picture(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var whole = (await Ask("Page.getLayoutMetrics", []))["cssContentSize"]!;
        var answer = await Ask("Page.captureScreenshot", new()
        {
            ["captureBeyondViewport"] = true,
            ["clip"] = new JsonObject
            {
                ["x"] = 0,
                ["y"] = 0,
                ["width"] = whole["width"]!.GetValue<double>(),
                ["height"] = Math.Min(HighestPicture, whole["height"]!.GetValue<double>()),
                ["scale"] = 1,
            },
        });
        await File.WriteAllBytesAsync(file, Convert.FromBase64String(answer["data"]!.GetValue<string>()));
    }

    private async Task Keys(string key, int code, string? text, int modifiers = 0)
    {
        foreach (var kind in (string[])["keyDown", "keyUp"])
        {
            var pressed = new JsonObject { ["type"] = kind, ["key"] = key, ["windowsVirtualKeyCode"] = code };
            if (modifiers != 0)
                pressed["modifiers"] = modifiers;
            if (modifiers == Alt)
                pressed["unmodifiedText"] = key;
            if (text is not null && kind == "keyDown")
                pressed["text"] = text;
            await Ask("Input.dispatchKeyEvent", pressed);
        }
    }

    private Task<JsonNode> Ask(string method, JsonObject parameters) => browser.Ask(method, parameters, session);
}
