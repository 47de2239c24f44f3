using System.Text;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Replay;
using NodaTime;

namespace Muster.Files.States;

/// <summary>
/// A replay's state in a stream, as JSON Lines: a head, then the tickets in the order of opening, the links and the
/// idempotency keys, one a line. It names the policy by its version and refers to its calendars and agreements by
/// name; it is read under that very policy and the same zone data only.
/// </summary>
public static class SavedState
{
    /// <summary>Rises whenever a state written before cannot be read any more.</summary>
    public const int Format = 3;

    private const string Kind = "muster-replay-state";

    /// <summary>Writes the whole state and leaves the stream open.</summary>
    public static void Write(Stream output, ReplayState state, Policy policy)
    {
        var options = StateJson.For(policy);
        var head = new Head(
            Kind, Format, policy.Version, policy.Zones.Name, state.Now,
            state.Tickets.Length, state.Links.Length, state.Keys.Length);
        WriteLine(output, head, options);
        foreach (var ticket in state.Tickets)
            WriteLine(output, ticket, options);
        foreach (var link in state.Links)
            WriteLine(output, link, options);
        foreach (var key in state.Keys)
            WriteLine(output, key, options);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, to the end of it.</summary>
    /// <exception cref="SavedStateException">
    /// It is no state, of another format, saved under another policy or other zone data, damaged or cut off.
    /// </exception>
    public static ReplayState Read(Stream input, Policy policy)
    {
        var options = StateJson.For(policy);
        using var lines = new StreamReader(input, Encoding.UTF8, leaveOpen: true);
        var head = Next<Head>(lines, options);
        if (head.Kind != Kind)
            throw new SavedStateException("This is no saved replay state.");
        if (head.Format != Format)
            throw new SavedStateException($"The state has format {head.Format}; this program reads format {Format}.");
        if (head.Policy != policy.Version)
            throw new SavedStateException(
                $"The state was saved under the policy {head.Policy} and cannot go on under {policy.Version}.");
        if (head.Zones != policy.Zones.Name)
            throw new SavedStateException(
                $"The state was saved under the zone data {head.Zones} and cannot go on under {policy.Zones.Name}: "
                + "a due may fall elsewhere. Replay the log from its beginning.");
        return new ReplayState(
            head.Now,
            [.. Several<SavedTicket>(lines, head.Tickets, options)],
            [.. Several<SavedLink>(lines, head.Links, options)],
            [.. Several<SavedKey>(lines, head.Keys, options)]);
    }

    private static void WriteLine<T>(Stream output, T value, JsonSerializerOptions options)
    {
        JsonSerializer.Serialize(output, value, options);
        output.WriteByte((byte)'\n');
    }

    private static IEnumerable<T> Several<T>(StreamReader lines, int count, JsonSerializerOptions options)
    {
        for (var index = 0; index < count; index++)
            yield return Next<T>(lines, options);
    }

    private static T Next<T>(StreamReader lines, JsonSerializerOptions options)
    {
        var line = lines.ReadLine() ?? throw new SavedStateException("The state ends too early; it was cut off.");
        try
        {
            return JsonSerializer.Deserialize<T>(line, options)
                ?? throw new SavedStateException("The state is damaged: null.");
        }
        catch (JsonException broken)
        {
            throw new SavedStateException($"The state is damaged: {broken.Message}");
        }
    }

    private sealed record Head(
        string Kind, int Format, string Policy, string Zones, Instant? Now, int Tickets, int Links, int Keys);
}

/// <summary>A saved state that cannot be read here; the message says why.</summary>
public sealed class SavedStateException(string message) : Exception(message);
