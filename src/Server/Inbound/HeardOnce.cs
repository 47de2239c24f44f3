using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Muster.Server.Api;
using Muster.Server.Composition;
using Muster.Storage;

namespace Muster.Server.Inbound;

/// <summary>
/// L7 for what a sender posts with an Idempotency-Key: the same key and body again gets the first answer to the byte
/// for 72 hours, another body is refused. Each integration has keys of its own.
/// </summary>
/// <param name="status">Of the answer.</param>
/// <param name="refuse">Says in the vendor's manner that the key was used for another body.</param>
internal sealed class HeardOnce(
    HttpContext http, House house, Integration from, byte[] body, int status, Func<string, Task> refuse)
{
    private readonly string? delivery = InboundBody.Delivery(http);

    /// <summary>True where it was heard before, and has been answered or refused by now.</summary>
    public async Task<bool> Earlier()
    {
        if (Key is not { } key
            || await house.Store.FindCommand(key, house.Now).ConfigureAwait(false) is not { } earlier)
            return false;
        await Repeat(earlier).ConfigureAwait(false);
        return true;
    }

    /// <summary>Keeps the answer with its key, then gives it.</summary>
    public async Task Answer(Action<Utf8JsonWriter> write)
    {
        var bytes = Answers.Bytes(write);
        if (Key is { } key && await Keep(key, bytes).ConfigureAwait(false) is AppendResult.KeyUsed used)
            await Repeat(used.Earlier).ConfigureAwait(false); // the same came twice at once
        else
            await Answers.Write(http, status, Answers.Json, bytes).ConfigureAwait(false);
    }

    // a blank keeps it apart from the keys of the alerts within, which have a stroke there
    private string? Key => delivery is null ? null : $"{from.Id} {delivery}";

    private Task<AppendResult> Keep(string key, ReadOnlyMemory<byte> answer)
    {
        var at = house.Now;
        return house.Epoch.Append(now => new Batch
        {
            Epoch = now,
            RecordedAt = at,
            Command = new CommandRecord
            {
                At = at,
                Actor = from.Id,
                Verb = "alert.delivery",
                Accepted = true,
                Key = key,
                BodyDigest = Digest(),
                Answer = answer,
            },
        });
    }

    private Task Repeat(CommandRecord earlier) => earlier.BodyDigest.Span.SequenceEqual(Digest())
        ? Answers.Write(http, status, Answers.Json, earlier.Answer)
        : refuse(delivery!);

    private byte[] Digest() => SHA256.HashData(
        [.. Encoding.UTF8.GetBytes($"{http.Request.Path}{http.Request.QueryString}\n"), .. body])[..16];
}
