using System.Collections.Immutable;
using System.CommandLine;
using Muster.Files.Logs;
using Muster.Files.Reports;
using NodaTime;

namespace Muster.Cli.Commands;

/// <summary>What is to be explained, and under which assumptions (S10).</summary>
/// <param name="Ticket">Null where only holidays are assumed and the journal is asked for.</param>
/// <param name="At">Null is the end of the run.</param>
internal sealed record ExplainRequest(
    string? Ticket, Instant? At, ImmutableArray<Assumption> Assumptions, bool AsJson);

/// <summary><c>--explain TICKET[@INSTANT]</c>, <c>--assume FIELD=VALUE@INSTANT</c> and <c>--output</c>.</summary>
internal sealed class ExplainOptions
{
    private readonly Option<string?> explain = new("--explain")
    {
        Description = "TICKET[@INSTANT]: why its clocks and rules stand as they do there; at the end if absent.",
    };

    private readonly Option<string[]> assume = new("--assume")
    {
        Description = "FIELD=VALUE@INSTANT said to that ticket, or holiday=DATE; what would be otherwise.",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> output = new("--output") { Description = "How --explain prints: table or json." };

    public ExplainOptions() => output.AcceptOnlyFromAmong("table", "json");

    public void AddTo(Command command)
    {
        command.Add(explain);
        command.Add(assume);
        command.Add(output);
    }

    /// <summary>Null where nothing of this was said.</summary>
    /// <exception cref="UsageFault">It cannot be read.</exception>
    public ExplainRequest? Read(ParseResult parsed)
    {
        var assumptions = (parsed.GetValue(assume) ?? []).Select(ReadAssumption).ToImmutableArray();
        var subject = parsed.GetValue(explain);
        if (subject is null && assumptions.IsEmpty)
            return null;
        if (subject is null && assumptions.FirstOrDefault(assumption => !assumption.IsHoliday) is { } lost)
            throw new UsageFault($"--assume {lost.Text} is said to the ticket of --explain, which is missing");
        var (ticket, at) = ReadSubject(subject);
        return new ExplainRequest(ticket, at, assumptions, parsed.GetValue(output) == "json");
    }

    private static (string? Ticket, Instant? At) ReadSubject(string? subject)
    {
        var sign = subject?.LastIndexOf('@') ?? -1;
        if (sign <= 0)
            return (subject, null);
        if (Rfc3339.TryParse(subject![(sign + 1)..], out var at))
            return (subject[..sign], at);
        // A ticket may be called so; an instant begins with its year.
        return char.IsAsciiDigit(subject.ElementAtOrDefault(sign + 1))
            ? throw new UsageFault(
                $"--explain {subject}: {subject[(sign + 1)..]} is no instant such as 2025-10-20T09:00:00Z")
            : (subject, null);
    }

    private static Assumption ReadAssumption(string text) =>
        Assumption.Parse(text, out var fault) ?? throw new UsageFault($"--assume {fault}");
}
