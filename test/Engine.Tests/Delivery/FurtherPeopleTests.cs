using Muster.Core.Tickets;
using Muster.Engine.Export;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests.Delivery;

/// <summary>E8: an escalated P1 or P2 asks for further people, by on-call, skill and open load.</summary>
public sealed class FurtherPeopleTests() : TellingDesk(Text)
{
    private const string Text = """
        people:
          ana: {mail: ana@example.org}
          bea: {mail: bea@example.org, skills: [vpn]}
          cy: {mail: cy@example.org, skills: [VPN]}
          dee: {mail: dee@example.org}
          eli: {skills: [vpn]}
          gus: {mail: gus@example.org, manager: hal}
          hal: {mail: hal@example.org, manager: ina}
          ina: {mail: ina@example.org}
          vi: {mail: vi@example.org}
        schedules:
          second:
            zone: UTC
            layers: [{rotation: weekly, start: 2026-03-02T00:00, people: [ana, dee]}]
        teams:
          tier-1: {members: [gus], manager: hal}
          tier-2: {schedule: second, members: [ana, bea, cy, dee, eli]}
          maker: {tier: vendor, members: [vi]}
        """;

    [Fact]
    public async Task The_second_on_call_is_asked_first_and_told_why()
    {
        var id = await Open(Priority.P1);
        await Say(id, new EscalateTicket(null, null, "stuck"));
        var asked = Assert.Single(await Asked(id));
        Assert.Equal(("dee", "dee: second on call for tier-2, has 0 open tickets", Rule.E8, true),
            (Assert.Single(asked.To), asked.Reason, asked.Rule, asked.Auto));
        await Send();
        var letter = Assert.Single(Mail.Taken, letter => letter.To == "dee@example.org");
        Assert.Contains("Asked dee to help: dee: second on call", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Afterwards_skill_decides_among_equals_then_the_load_and_a_vendor_is_asked_as_well()
    {
        await Say(await Open(Priority.P4), new AssignTicket(null, "bea"));
        var id = await Open(Priority.P2);
        await Say(id, new EscalateTicket(null, null, null));
        await Say(id, new AssignTicket("tier-1", null)); // and down again
        await Say(id, new EscalateTicket(null, null, null));
        Assert.Equal(["cy", "vi"], (await Asked(id))[1].To); // bea knows vpn, too, and has more open
        Assert.Equal(
            "cy: of tier-2, knows VPN, has 0 open tickets; vi: of the vendor maker, has 0 open tickets",
            (await Asked(id))[1].Reason);
        await Say(id, new EscalateTicket(Core.Escalation.Tier.Vendor, null, null));
        Assert.Equal(2, (await Asked(id)).Count); // vi is alerted by the escalation itself, and was asked before
    }

    [Fact]
    public async Task A_P3_asks_for_nobody_and_neither_does_what_was_resolved()
    {
        var id = await Open(Priority.P3);
        await Say(id, new EscalateTicket(null, null, null));
        var resolved = await Open(Priority.P1);
        await Say(resolved, new ResolveTicket("fixed", null));
        await Say(resolved, new EscalateTicket(null, null, null));
        Assert.Empty(await Asked(id));
        Assert.Empty(await Asked(resolved));
    }

    [Theory]
    [InlineData(Priority.P1, new[] { "hal", "ina" })]
    [InlineData(Priority.P3, new[] { "hal" })]
    public async Task The_managers_upwards_are_told_as_far_as_the_priority_asks_for(Priority priority, string[] told)
    {
        var id = await Open(priority);
        await Say(id, new AssignTicket("tier-1", "gus") { By = "gus" });
        await Say(id, new EscalateTicket(null, null, null));
        await Send();
        Assert.Equal(told, Mail.Taken.Select(letter => letter.To.Split('@')[0]).Where(who => who is "hal" or "ina"));
    }

    [Fact]
    public async Task An_exported_log_replays_to_the_rest_of_the_journal()
    {
        var id = await Open(Priority.P1);
        await Say(id, new EscalateTicket(null, null, null));
        Assert.NotEmpty(await Asked(id));
        Assert.DoesNotContain(await StoreHistory.Read(Store), told => told.Fact is PeopleAsked);
    }

    private async Task<List<PeopleAsked>> Asked(string id) =>
        [.. (await Store.ReadStream(StreamId.Ticket(id), 0, 1_000))
            .Select(TicketEventFormat.Read).OfType<PeopleAsked>()];

    private Task<string> Open(Priority priority) => Open(new OpenTicket { Priority = priority, Service = "vpn" });
}
