using System.Collections;
using System.Reflection;
using System.Text;
using Muster.Core.Replay;
using Muster.Core.Tickets;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Policies;
using NodaTime;
using Xunit;

namespace Muster.Core.Tests.Laws;

/// <summary>Whatever events, commands and codes there are, by reflection: none is forgotten anywhere.</summary>
public sealed class SweepTests
{
    private static readonly Instant Now = Instant.FromUtc(2025, 10, 20, 9, 0);

    private static readonly string Reference = File.ReadAllText(Repository.File("docs/reference/replay-log.md"));

    public static TheoryData<Type> Events => [.. Below<TicketEvent>()];

    public static TheoryData<Type> Commands => [.. Below<TicketCommand>()];

    [Fact]
    public void There_are_events_and_commands_to_sweep() =>
        Assert.True(Below<TicketEvent>().Count() >= 30 && Below<TicketCommand>().Count() >= 23);

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_evolves_a_ticket(Type type)
    {
        var fact = (TicketEvent)Make(type);
        var evolved = fact is TicketOpened opened
            ? TicketState.From(new TicketId("A"), opened, Now, PolicyReader.Shipped)
            : Ticket().Evolve(fact, Now, PolicyReader.Shipped);
        Assert.Equal(new TicketId("A"), evolved.Id);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_is_one_line_of_the_journal_or_silent(Type type)
    {
        var fact = (TicketEvent)Make(type);
        using var stream = new MemoryStream();
        using (var writer = new JournalWriter(stream))
            writer.Write(Now, new TicketId("A"), fact);
        var line = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Equal(fact.IsSilent, line.Length == 0);
        if (fact.IsSilent)
            return;
        using var read = System.Text.Json.JsonDocument.Parse(line);
        Assert.Equal(JournalWriter.NameOf(fact), read.RootElement.GetProperty("event").GetString());
        Assert.Contains($"| `{JournalWriter.NameOf(fact)}` |", Reference);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_is_decided_and_has_a_verb(Type type)
    {
        var command = (TicketCommand)Make(type);
        Assert.Contains(Verbs.Of(command), Verbs.All.Concat(Verbs.Served));
        var context = new Context(Now, PolicyReader.Shipped, new Nobody());
        var decision = command is OpenTicket open
            ? Muster.Core.Tickets.Ticket.Open(new TicketId("A"), open, context)
            : Muster.Core.Tickets.Ticket.Decide(Ticket(), command, context);
        Assert.True(decision.Rejection is null || decision.Events.Count == 0);
    }

    [Fact]
    public void Every_verb_has_a_command_and_stands_in_the_reference()
    {
        var verbs = Below<TicketCommand>().Select(type => Verbs.Of((TicketCommand)Make(type)));
        Assert.Equal(Verbs.All.Concat(Verbs.Served).Order(), verbs.Distinct().Order());
        foreach (var verb in Verbs.All)
            Assert.Contains($"| `{verb}` |", Reference);
    }

    [Fact]
    public void Every_field_of_a_line_stands_in_the_reference()
    {
        foreach (var field in LogFields.Names((LogField)(-1)))
            Assert.Contains($"`{field}`", Reference);
    }

    [Fact]
    public void Every_verbs_row_in_the_reference_names_the_fields_that_it_takes_and_no_others()
    {
        foreach (var verb in Verbs.All)
        {
            var row = Reference.Split('\n').Single(line => line.StartsWith($"| `{verb}` |", StringComparison.Ordinal));
            var named = row.Split('|')[2].Split('`').Where((_, index) => index % 2 == 1);
            Assert.Equal((verb, string.Join(' ', LogFields.Names(LogFields.TakenBy(verb)!.Value).Order())),
                (verb, string.Join(' ', named.Where(name => name != "text").Order()))); // any line takes text
        }
    }

    [Fact]
    public void Every_refusal_has_a_name_of_its_own_and_stands_in_the_reference()
    {
        var names = Enum.GetValues<RefusalCode>().Select(code => code.Name()).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        foreach (var name in names)
            Assert.Contains($"| `{name}` |", Reference);
    }

    [Fact]
    public void Every_rejection_of_a_ticket_is_a_refusal_of_the_same_name()
    {
        foreach (var code in Enum.GetNames<RejectionCode>())
            Assert.Contains(code, Enum.GetNames<RefusalCode>());
    }

    private static IEnumerable<Type> Below<T>() =>
        typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract);

    private static TicketState Ticket() => TicketState.From(
        new TicketId("A"), new TicketOpened { Priority = Priority.P2 }, Now - Duration.FromHours(1),
        PolicyReader.Shipped);

    /// <summary>A value of the type, made from its longest constructor.</summary>
    private static object Make(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)
            .OrderByDescending(c => c.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType))]);
    }

    private static object? Value(Type type)
    {
        if (type == typeof(string))
            return "user";
        if (type == typeof(Instant))
            return Now + Duration.FromHours(1);
        if (type == typeof(TicketId))
            return new TicketId("B");
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(1);
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
            return type.GetField("Empty", BindingFlags.Public | BindingFlags.Static)!.GetValue(null);
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }

    private sealed class Nobody : INeighbours
    {
        public TicketId? Find(string name) => null;

        public bool HasOpenChild(TicketId ticket) => false;

        public bool AreLinked(TicketId from, LinkKind kind, TicketId to) => false;

        public UrgentTickets UrgentOn(string service, TicketId but, Instant since, Instant until) => default;

        public bool WouldCycle(TicketId from, LinkKind kind, TicketId to) => false;
    }
}
