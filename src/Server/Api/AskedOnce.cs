using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>
/// L7 for a request whose answer is a list: the same key and question again gets the first answer to the byte, which is
/// kept with the key; another question under it is refused.
/// </summary>
/// <param name="key">Null where none was given: every time is the first.</param>
/// <param name="verb">As the audit names it.</param>
/// <param name="question">Tells two requests under one key apart.</param>
internal sealed class AskedOnce(Call call, string? key, string verb, string question)
{
    private const string Json = "application/json; charset=utf-8";

    private readonly byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{verb} {question}"))[..16];

    /// <summary>The key of one of its parts, each of which is done once; null without a key.</summary>
    public string? KeyOf(string part) => call.Scoped(key) is { } scoped ? $"{scoped}/{part}" : null;

    /// <summary>True where it was asked before, and has been answered or refused by now.</summary>
    public async Task<bool> Earlier()
    {
        if (call.Scoped(key) is not { } scoped
            || await call.House.Store.FindCommand(scoped, call.House.Now).ConfigureAwait(false) is not { } earlier)
            return false;
        await Repeat(earlier).ConfigureAwait(false);
        return true;
    }

    /// <summary>Keeps the answer with its key, then gives it.</summary>
    public async Task Answer(Action<Utf8JsonWriter> write)
    {
        if (call.Scoped(key) is not { } scoped)
        {
            await call.Answer(200, write).ConfigureAwait(false);
            return;
        }
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            write(json);
        var command = new CommandRecord
        {
            At = call.House.Now,
            Actor = call.Caller.Actor,
            Verb = verb,
            Accepted = true,
            Key = scoped,
            BodyDigest = digest,
            Answer = bytes.WrittenMemory,
        };
        var result = await call.House.Epoch.Append(now => new Batch
        {
            Epoch = now,
            RecordedAt = command.At,
            Command = command,
        }).ConfigureAwait(false);
        if (result is AppendResult.Appended)
            await Answers.Write(call.Http, 200, Json, command.Answer).ConfigureAwait(false);
        else if (result is AppendResult.KeyUsed used)
            await Repeat(used.Earlier).ConfigureAwait(false);
        else
            await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
    }

    private Task Repeat(CommandRecord earlier) => earlier.BodyDigest.Span.SequenceEqual(digest)
        ? Answers.Write(call.Http, 200, Json, earlier.Answer)
        : call.Refuse(Problem.KeyReused(key!));
}
