using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Muster.Channels.Slack;
using Muster.Server.Api;
using Muster.Server.Composition;
using Muster.Server.Inbound;
using NodaTime;

namespace Muster.Server.Slack;

/// <summary>What Slack sent, once it is sure that Slack sent it, just now, and for the first time.</summary>
/// <param name="Signature">Tells it from all else that Slack sends.</param>
internal sealed record SlackForm(IReadOnlyDictionary<string, StringValues> Fields, string Signature)
{
    public string Text(string name) => Fields.TryGetValue(name, out var value) ? value.ToString() : "";
}

/// <summary>Lets in what Slack has signed over the very bytes that came, within five minutes, once.</summary>
internal sealed class SlackDoor(House house)
{
    /// <summary>In bytes. Slack sends the message along on which a button was pressed.</summary>
    public const int Largest = 256 << 10;

    private const int MostFields = 100;

    private readonly SeenSignatures seen = new();

    /// <summary>The form; null where it is not let in, and then that has been answered.</summary>
    public async Task<SlackForm?> Read(HttpContext http)
    {
        await house.Tokens.Opened.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        var (form, problem) = await Look(http).ConfigureAwait(false);
        if (problem is not null)
            await ProblemWriter.Write(http, problem).ConfigureAwait(false);
        return form;
    }

    private async Task<(SlackForm? Form, Problem? Problem)> Look(HttpContext http)
    {
        if (house.Settings.Channels.Slack is not { } account)
            return (null, NotSetUp);
        if (await InboundBody.Read(http, Largest).ConfigureAwait(false) is not { } body)
            return (null, Problem.OfStatus(413) with { Detail = $"A body may hold {Largest} bytes." });
        var signature = http.Request.Headers[SlackSignature.SignatureHeader].ToString();
        if (!long.TryParse(
                http.Request.Headers[SlackSignature.TimeHeader], NumberStyles.None, CultureInfo.InvariantCulture,
                out var seconds)
            || seconds > Instant.MaxValue.ToUnixTimeSeconds()
            || !SlackSignature.IsGood(account.SigningSecret.Reveal(), seconds, body, signature))
            return (null, Unsigned("It is not signed with the signing secret of this installation's Slack app."));
        var now = house.Now;
        var signedAt = Instant.FromUnixTimeSeconds(seconds);
        var goodFor = Duration.FromTimeSpan(SlackSignature.GoodFor);
        if (signedAt + goodFor < now || signedAt - goodFor > now)
            return (null, Unsigned("It was signed more than five minutes away from now; is this clock right?"));
        return seen.Note(signature, signedAt + goodFor, now) switch
        {
            SeenSignatures.Answer.Seen => (null, new Problem(
                409, "replayed", "It came before", "Slack sent it once, and it was taken then; nothing was done.")),
            SeenSignatures.Answer.Full => (null, Problem.Overloaded()),
            _ => FormOf(body) is { } fields
                ? (new SlackForm(fields, signature), null)
                : (null, Problem.Unreadable("no form") with { Detail = "The body is no form that Slack sends." }),
        };
    }

    private static Dictionary<string, StringValues>? FormOf(byte[] body)
    {
        try
        {
            var text = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
            using var reader = new FormReader(text)
            {
                ValueCountLimit = MostFields,
                ValueLengthLimit = Largest,
            };
            return reader.ReadForm();
        }
        catch (Exception fault) when (fault is InvalidDataException or ArgumentException)
        {
            return null;
        }
    }

    private static Problem Unsigned(string why) => new(401, "not-signed", "It is not from Slack", why);

    private static readonly Problem NotSetUp = new(
        404, "not-set-up", "Slack is not set up here",
        "The configuration has no channels.slack; docs/how-to/connect-slack.md says what belongs there.");
}

/// <summary>Signatures that were taken, for as long as they are good. Only what was signed rightly gets in.</summary>
internal sealed class SeenSignatures
{
    private const int Most = 20_000;

    private readonly Lock noting = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, Instant> ending = new();

    public enum Answer
    {
        First,
        Seen,

        /// <summary>No more can be remembered, so nobody knows.</summary>
        Full,
    }

    /// <param name="until">From then on the time alone refuses it.</param>
    public Answer Note(string signature, Instant until, Instant now)
    {
        lock (noting)
        {
            while (ending.TryPeek(out _, out var end) && end < now)
                known.Remove(ending.Dequeue());
            if (known.Contains(signature))
                return Answer.Seen;
            if (known.Count >= Most)
                return Answer.Full;
            known.Add(signature);
            ending.Enqueue(signature, until);
            return Answer.First;
        }
    }
}
