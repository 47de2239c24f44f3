using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Muster.Core.Tickets;
using Muster.Engine;
using Muster.Engine.Delivery;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Answering;

/// <summary>
/// Links by which whoever was paged answers with one click, without signing in. The link is the whole credential: it
/// says who acknowledges which ticket until when, and is signed with a secret that the store keeps.
/// </summary>
public sealed class AnswerLinks : IReturnPath
{
    private const string SecretEvent = "answering.secret.v1";
    private const int SignatureBytes = 16;
    private static readonly StreamId Stream = new("access/answering");
    private static readonly Duration GoodFor = Duration.FromDays(7);

    private readonly byte[] secret;
    private readonly Func<string> address;
    private readonly Func<Instant> clock;

    private AnswerLinks(byte[] secret, Func<string> address, Func<Instant> clock) =>
        (this.secret, this.address, this.clock) = (secret, address, clock);

    /// <summary>Reads the secret, or makes it where there is none.</summary>
    /// <param name="address">Where people reach this server, as <c>https://muster.example.org</c>.</param>
    public static async Task<AnswerLinks> Open(
        IEventStore store, WriterEpoch epoch, string policy, Func<string> address, Func<Instant> clock)
    {
        while (true)
        {
            if (await store.ReadStream(Stream, 0, 1).ConfigureAwait(false) is [var known])
                return new AnswerLinks(known.PersonalText.ToArray(), address, clock);
            var made = new NewEvent
            {
                Type = SecretEvent,
                HappenedAt = clock(),
                Policy = policy,
                Body = "{}"u8.ToArray(),
                PersonalText = RandomNumberGenerator.GetBytes(32),
            };
            await epoch.Append(now => new Batch
            {
                Epoch = now,
                RecordedAt = clock(),
                Streams = [new StreamAppend(Stream, 0, [made])],
            }).ConfigureAwait(false);
        }
    }

    public string TicketUrl(TicketId ticket) => $"{address()}/tickets/{Uri.EscapeDataString(ticket.Value)}";

    public string RoomUrl(TicketId ticket) => $"{address()}/majors/{Uri.EscapeDataString(ticket.Value)}";

    public string AnswerUrl(TicketId ticket, string person) => $"{address()}/answer/{CodeOf(ticket, person)}";

    /// <summary>Who answers what with the code; null where it is none of ours or too old.</summary>
    public (TicketId Ticket, string Person)? Read(string code)
    {
        var parts = code.Split('.');
        if (parts.Length != 2 || code.Length > 1000
            || !Base64Url.IsValid(parts[0]) || !Base64Url.IsValid(parts[1]))
            return null;
        var said = Base64Url.DecodeFromChars(parts[0]);
        if (!CryptographicOperations.FixedTimeEquals(Signature(said), Base64Url.DecodeFromChars(parts[1])))
            return null;
        var fields = Encoding.UTF8.GetString(said).Split('\n');
        return Instant.FromUnixTimeSeconds(long.Parse(fields[0], System.Globalization.CultureInfo.InvariantCulture))
            > clock() ? (new TicketId(fields[1]), fields[2]) : null;
    }

    /// <summary>A key for links of another kind: what it signs is never taken for an answer.</summary>
    public byte[] KeyFor(string purpose) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"key {purpose}"));

    private string CodeOf(TicketId ticket, string person)
    {
        var until = (clock() + GoodFor).ToUnixTimeSeconds();
        var said = Encoding.UTF8.GetBytes($"{until}\n{ticket.Value}\n{person}");
        return $"{Base64Url.EncodeToString(said)}.{Base64Url.EncodeToString(Signature(said))}";
    }

    private byte[] Signature(byte[] said) => HMACSHA256.HashData(secret, said)[..SignatureBytes];
}
