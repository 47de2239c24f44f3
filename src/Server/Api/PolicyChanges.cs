using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Muster.Engine.Policies;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>
/// The one way by which requests put another policy in force: a person, a team, an override and a whole text are all
/// new versions of it.
/// </summary>
internal static class PolicyChanges
{
    private static readonly StreamId Stream = new("configuration/policy");

    /// <param name="verb">As the audit names it.</param>
    /// <param name="body">What was said, by which a repeat is known; and the key it may hold.</param>
    /// <param name="change">The new policy, made of the one in force.</param>
    /// <param name="answer">Tells of the version that came of it.</param>
    public static async Task Make(
        Call call, string verb, (byte[] Bytes, string? Key) body, bool isDry,
        Func<AdoptedPolicy, PolicyResult> change, Func<AdoptedPolicy, Task> answer)
    {
        var (key, wrongKey) = Bodies.Key(call.Http, body.Key);
        var (seen, wrongTag) = Bodies.SeenTag(call.Http);
        if ((wrongKey ?? wrongTag) is { } wrong)
        {
            await call.Refuse(wrong).ConfigureAwait(false);
            return;
        }
        var digest = SHA256.HashData([.. Encoding.UTF8.GetBytes($"{verb} {call.Http.Request.Path}\n"), .. body.Bytes]);
        var command = new CommandRecord
        {
            At = call.House.Now,
            Actor = call.Caller.Actor,
            Verb = verb,
            Stream = Stream,
            Accepted = true,
            Key = call.Scoped(key),
            BodyDigest = digest.AsMemory(0, 16),
        };
        if (command.Key is { } scoped
            && await call.House.Store.FindCommand(scoped, command.At).ConfigureAwait(false) is { } earlier)
        {
            await Repeat(call, key!, command, earlier, answer).ConfigureAwait(false);
            return;
        }
        var request = new PolicyRequest(call.Caller.Actor, command.At, command, seen, isDry);
        var became = await call.House.Policies.Change(call.House.Store, call.House.Epoch, request, change)
            .ConfigureAwait(false);
        await Tell(call, key, command, became, answer).ConfigureAwait(false);
    }

    public static Problem Of(ImmutableArray<PolicyFault> faults) => new(
        422, "invalid", "The policy would not be sound", string.Join("; ", faults.Take(3)))
    {
        Errors = [.. faults.Take(100).Select(fault => new BodyFault(PlaceOf(fault), fault.Message))],
    };

    /// <summary>An object under a name, as the policy has it, with the name as its <c>id</c>.</summary>
    public static void WriteNamed(Utf8JsonWriter json, string name, JsonElement part)
    {
        json.WriteStartObject();
        json.WriteString("id", name);
        if (part.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in part.EnumerateObject())
                field.WriteTo(json);
        }
        json.WriteEndObject();
    }

    private static async Task Tell(
        Call call, string? key, CommandRecord command, PolicyAnswer became, Func<AdoptedPolicy, Task> answer)
    {
        switch (became)
        {
            case PolicyAnswer.Done done:
                call.Http.Response.Headers.ETag = $"\"{done.Version.Policy.Version}\"";
                await answer(done.Version).ConfigureAwait(false);
                break;
            case PolicyAnswer.Faulty faulty:
                await call.Refuse(Of(faulty.Faults)).ConfigureAwait(false);
                break;
            case PolicyAnswer.Stale stale:
                await call.Refuse(new Problem(
                    412, "stale", "Somebody changed it meanwhile",
                    $"The policy in force is {stale.Version} by now; read it again before you change it."))
                    .ConfigureAwait(false);
                break;
            case PolicyAnswer.Repeated repeated:
                await Repeat(call, key!, command, repeated.Earlier, answer).ConfigureAwait(false);
                break;
            default:
                await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
                break;
        }
    }

    // L7: the same key and body again gets the first answer, which is the version that came of it
    private static async Task Repeat(
        Call call, string key, CommandRecord command, CommandRecord earlier, Func<AdoptedPolicy, Task> answer)
    {
        var version = Encoding.UTF8.GetString(earlier.Answer.Span);
        var known = call.House.Policies.Versions.LastOrDefault(known => known.Policy.Version == version);
        if (known is null || !earlier.BodyDigest.Span.SequenceEqual(command.BodyDigest.Span))
        {
            await call.Refuse(Problem.KeyReused(key)).ConfigureAwait(false);
            return;
        }
        call.Http.Response.Headers.ETag = $"\"{version}\"";
        await answer(known).ConfigureAwait(false);
    }

    private static string PlaceOf(PolicyFault fault) =>
        fault.Line == 0 ? fault.File : $"{fault.File}:{fault.Line}:{fault.Column}";
}
