using System.Text;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Tests.SecondInterpreter;
using Muster.Core.Tickets;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Policies;
using NodaTime;
using Xunit;

namespace Muster.Core.Tests.Laws;

/// <summary>Random logs for the laws, and one replay of such a log.</summary>
internal static class Logs
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Policy> Policies = [];

    /// <summary>How many logs a law is asked of: <paramref name="normally"/>, thirtyfold under MUSTER_LONG.</summary>
    public static int Count(int normally) =>
        Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? normally * 30 : normally;

    /// <summary>Crowded and wild logs in turn; the same seed gives the same log.</summary>
    public static Sample Of(int seed)
    {
        if (seed % 2 == 0)
        {
            var (log, policy) = CrowdedLogs.Make(seed);
            return new Sample(seed, Lines(log), PolicyOf(policy), null);
        }
        return Wild(seed);
    }

    /// <summary>Every verb with every field, and lines that are wrong in every way.</summary>
    public static Sample Wild(int seed)
    {
        var (text, json, until) = RandomLogs.Of(seed);
        Instant? end = until is not null && Rfc3339.TryParse(until, out var parsed) ? parsed : null;
        return new Sample(seed, Lines(text), PolicyOf(json), end);
    }

    /// <summary>Asks a law of many logs, several at a time; the first that breaks it is named by its seed.</summary>
    public static void Ask(int normally, Action<Sample> law) =>
        Parallel.For(1, Count(normally) + 1, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var sample = Of(seed);
            try
            {
                law(sample);
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException($"seed {seed}: {broken.Message}\n{sample.Text}", broken);
            }
        });

    private static string[] Lines(string log) => log.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Policy PolicyOf(string json)
    {
        lock (Gate)
        {
            if (Policies.TryGetValue(json, out var known))
                return known;
            using var document = JsonDocument.Parse(json);
            var read = PolicyReader.Read(document.RootElement);
            Assert.True(read.Policy is not null, string.Join('\n', read.Faults));
            return Policies[json] = read.Policy;
        }
    }
}

/// <summary>One log with its policy; bounded by the generator at some hundred lines.</summary>
internal sealed record Sample(int Seed, string[] Lines, Policy Policy, Instant? Until)
{
    public string Text => string.Join('\n', Lines);

    public Story Tell(IEnumerable<string>? lines = null, Instant? until = null)
    {
        var story = new Story(Policy);
        story.Read(lines ?? Lines, until ?? Until);
        story.Finish(until ?? Until);
        return story;
    }
}

/// <summary>One replay of a log: its journal, every fact of it, silent ones too, and what was refused.</summary>
internal sealed class Story
{
    public Story(Policy policy, ReplayState? from = null)
    {
        Policy = policy;
        Time = from is null ? new VirtualTime(policy, Note) : VirtualTime.Resume(from, policy, Note);
    }

    public Policy Policy { get; }
    public VirtualTime Time { get; }
    public List<(Instant At, TicketId Ticket, TicketEvent Fact)> Facts { get; } = [];
    public List<(int Line, RefusalCode Code)> Refused { get; } = [];

    public string Journal
    {
        get
        {
            using var stream = new MemoryStream();
            using (var writer = new JournalWriter(stream))
            {
                foreach (var (at, ticket, fact) in Facts)
                    writer.Write(at, ticket, fact);
            }
            return Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    /// <summary>
    /// Applies lines, counted from <paramref name="first"/>; asks <paramref name="before"/> ahead of each.
    /// </summary>
    public void Read(IEnumerable<string> lines, Instant? until, int first = 1, Action<LogLine>? before = null)
    {
        var reader = new LogReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), Policy);
        while (reader.Read() is { } line && !(line.At > until))
        {
            before?.Invoke(line);
            if (Time.Apply(line) is { } refusal)
                Refused.Add((reader.LineNumber - 1 + first, refusal.Code));
        }
    }

    public void Finish(Instant? until) => Time.Finish(until);

    private void Note(Instant at, TicketState ticket, TicketEvent fact) => Facts.Add((at, ticket.Id, fact));
}
