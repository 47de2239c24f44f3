using System.Globalization;
using System.Text.Json;

namespace Muster.Cli.Commands;

/// <summary>Journal lines of one major incident as a story, with the time since it began.</summary>
internal sealed class DemoStoryTeller(TextWriter output) : IDisposable
{
    private DateTimeOffset? began;

    /// <summary>The ticket that it is about; null until it was opened.</summary>
    public string? Ticket { get; private set; }

    /// <summary>Status updates so far.</summary>
    public int Updates { get; private set; }

    /// <summary>How many events were told.</summary>
    public int Told { get; private set; }

    public void Tell(JsonElement line)
    {
        var (name, ticket) = (Text(line, "event"), Text(line, "ticket"));
        if (name == "opened" && Text(line, "source") == "alertmanager")
            Ticket ??= ticket;
        if (ticket is null || ticket != Ticket)
            return;
        var at = DateTimeOffset.Parse(Text(line, "at")!, CultureInfo.InvariantCulture);
        began ??= at;
        if (name == "status-posted")
            Updates++;
        Told++;
        var words = Words(name!, line);
        output.WriteLine($"{(at - began.Value).TotalSeconds,6:0.0} s  {words}");
        output.Flush();
    }

    public void Say(string words)
    {
        output.WriteLine($"\n          {words}\n");
        output.Flush();
    }

    /// <param name="room">The major as the server shows it in the end.</param>
    public void Finish(string room)
    {
        using var read = JsonDocument.Parse(room);
        var roles = read.RootElement.GetProperty("roles").EnumerateArray()
            .Select(role => $"{Text(role, "to")} is {Text(role, "role")}");
        var next = read.RootElement.GetProperty("update").TryGetProperty("next", out var promised)
            ? $"; the next update is promised for {promised.GetString()}"
            : "";
        Say($"{Ticket} {Text(read.RootElement, "severity")} {Text(read.RootElement, "state")}: "
            + $"{string.Join(", ", roles)}{next}. {Told} events, none forgotten.");
    }

    public void Dispose() => output.Flush();

    private static string Words(string name, JsonElement line)
    {
        string?[] parts =
        [
            name, Text(line, "severity"), Text(line, "role"), Text(line, "phase"), Text(line, "title"),
            Text(line, "link"),
            Text(line, "text"), Text(line, "to") is { } to ? $"→ {to}" : List(line, "to"),
            Text(line, "until") is { } until ? $"until {until}" : null,
            Text(line, "next") is { } next ? $"next {next}" : null,
            Text(line, "reason"), Text(line, "by") is { } by and not "coordinator" ? $"({by})" : null,
        ];
        return string.Join("  ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string? List(JsonElement line, string name) =>
        line.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? "→ " + string.Join(", ", list.EnumerateArray().Select(each => each.GetString()))
            : null;

    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
