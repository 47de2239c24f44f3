using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Muster.Core.Calendars;
using Muster.Core.Escalation;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;
using Xunit;

namespace Muster.Core.Tests.Laws;

/// <summary>A closed ticket that was packed and unpacked is the ticket that it was, to the last field.</summary>
public sealed class PackedTicketLaws
{
    private static readonly PagingPolicy Plan =
        new(0, Duration.Zero, Duration.Zero, [], [new PagingStep([], Duration.Zero, [])], []);
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    [Fact]
    public void EveryTicketOfRandomLogsComesBackWhole() => Logs.Ask(100, sample =>
    {
        var packing = new PackedTickets();
        foreach (var ticket in sample.Tell().Time.All.Where(ticket => ticket.Major is null)) // else it is not packed
            Assert.Equal(Spell(ticket), Spell(packing.Unpack(ticket.Id, packing.Pack(ticket))));
    });

    [Fact]
    public void EveryFieldIsPacked()
    {
        var packing = new PackedTickets();
        var calendar = BusinessCalendar.Always;
        var agreement = new SlaEntry("x", null, calendar, [], [], Priority.P3, [])
        {
            Clocks = [new ClockDefinition("y", ClockPurpose.Vendor, null, calendar, [], [], [], [], Nothing)],
        };
        var clock = (SlaClock)Filled(typeof(SlaClock), calendar, agreement);
        var ticket = (TicketState)Filled(typeof(TicketState), calendar, agreement);
        ticket = ticket with
        {
            Subject = ticket.Subject with { Id = new TicketId("A"), Major = null },
            Response = clock,
            Resolution = clock with { Cycle = 9 },
        };
        Assert.Equal(Spell(ticket), Spell(packing.Unpack(ticket.Id, packing.Pack(ticket))));
        Assert.DoesNotContain("=null", Spell(ticket).Replace("Major=null", "", StringComparison.Ordinal)
            .Replace("Renewed=null", "", StringComparison.Ordinal)); // one cycle back and no further
    }

    private static readonly ImmutableDictionary<string, ImmutableHashSet<string>> Nothing =
        ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    /// <summary>Every property that can be set, set to something that is not its default.</summary>
    private static object Filled(Type type, BusinessCalendar calendar, SlaEntry agreement)
    {
        if (Known(type, calendar, agreement) is { } known)
            return known;
        if (type.IsGenericType && type.Name.StartsWith("ImmutableArray", StringComparison.Ordinal))
        {
            var part = type.GetGenericArguments()[0];
            var create = typeof(System.Collections.Immutable.ImmutableArray).GetMethods()
                .Single(m => m.Name == "Create"
                    && m.GetParameters() is [{ ParameterType.IsGenericMethodParameter: true }]);
            return create.MakeGenericMethod(part).Invoke(null, [Filled(part, calendar, agreement)])!;
        }
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length)
            .First(c => c.GetParameters() is not [{ } only] || only.ParameterType != type);
        var made = constructor.Invoke(
            [.. constructor.GetParameters().Select(p => Filled(p.ParameterType, calendar, agreement))]);
        foreach (var property in type.GetProperties().Where(p => p.SetMethod is not null))
            property.SetValue(made, Filled(property.PropertyType, calendar, agreement));
        return made;
    }

    private static object? Known(Type type, BusinessCalendar calendar, SlaEntry agreement)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => "Zoë said “no”",
            _ when type == typeof(int) => 7,
            _ when type == typeof(bool) => true,
            _ when type == typeof(Instant) => Noon + Duration.FromMilliseconds(1),
            _ when type == typeof(Duration) => Duration.FromNanoseconds(5_000_001),
            _ when type == typeof(BusinessCalendar) => calendar,
            _ when type == typeof(SlaEntry) => agreement,
            _ when type == typeof(PagingPolicy) => Plan,
            _ when type == typeof(FurtherClock) => Further(calendar, agreement),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(1),
            _ => null,
        };
    }

    private static FurtherClock Further(BusinessCalendar calendar, SlaEntry agreement)
    {
        var clock = (SlaClock)Filled(typeof(SlaClock), calendar, agreement);
        var one = new FurtherClock(agreement.Clocks[0], clock, 7) { MetAt = Priority.P2, Withdrawn = Priority.P3 };
        return one with { Renewed = one with { MetAt = Priority.P4 } };
    }

    /// <summary>A value with all that it holds, for two to be compared.</summary>
    private static string Spell(object? value) => value switch
    {
        null => "null",
        string or Instant or Duration or Enum or bool or int => $"{value}",
        BusinessCalendar or SlaEntry or PagingPolicy or ClockDefinition =>
            $"#{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value)}",
        IEnumerable many => $"[{string.Join(',', many.Cast<object?>().Select(Spell))}]",
        _ => "{" + string.Join(',', value.GetType().GetProperties()
            .Where(p => p.SetMethod is not null && p.GetIndexParameters().Length == 0)
            .Select(p => $"{p.Name}={Spell(p.GetValue(value))}")) + "}",
    };
}
