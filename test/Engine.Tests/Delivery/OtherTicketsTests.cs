using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests.Delivery;

/// <summary>Whom a fact concerns on another ticket: who waits for a blocker (L9), a child's requester (L8).</summary>
public sealed class OtherTicketsTests() : TellingDesk(Text)
{
    private const string Text = """
        people: {ana: {mail: ana@example.org}, bo: {mail: bo@example.org}, lea: {mail: lea@example.org}}
        teams: {network: {tier: tier-2, members: [bo], lead: lea}}
        """;

    [Fact]
    public async Task Resolving_a_blocker_tells_the_person_of_the_blocked_what_still_blocks_it()
    {
        var (blocked, first, second) = (await Open(), await Open(), await Open());
        await Say(blocked, new AssignTicket(null, "ana") { By = "ana" });
        await Say(first, new LinkTicket(blocked, LinkKind.Blocks));
        await Say(blocked, new LinkTicket(second, LinkKind.BlockedBy));
        await Say(first, new ResolveTicket("fixed", null) { By = "bo" });
        await Send();
        Assert.Equal(("ana@example.org", $"[{blocked}] {first} blocks it no more; {second} still does."), Latest());
        await Say(second, new CloseTicket("cancelled", null) { By = "bo" });
        await Send();
        Assert.Equal(
            ("ana@example.org", $"[{blocked}] Blocked no more: {second} was the last that blocked it."), Latest());
        await Say(second, new UpdateTicket(false, false, "done"));
        await Send();
        Assert.Equal(2, Mail.Taken.Count);
    }

    [Fact]
    public async Task Without_a_person_the_lead_of_its_team_is_told()
    {
        var (blocked, blocker) = (await Open(), await Open());
        await Say(blocked, new AssignTicket("network", null));
        await Say(blocked, new LinkTicket(blocker, LinkKind.BlockedBy));
        await Say(blocker, new ResolveTicket("fixed", null));
        await Send();
        Assert.Equal("lea@example.org", Latest().To);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Taking_the_link_away_unblocks_it_as_well_from_either_end(bool fromBlocker)
    {
        var (blocked, blocker) = (await Open(), await Open());
        await Say(blocked, new AssignTicket(null, "ana") { By = "ana" });
        await Say(blocker, new LinkTicket(blocked, LinkKind.Blocks));
        await (fromBlocker
            ? Say(blocker, new UnlinkTicket(blocked, LinkKind.Blocks) { By = "bo" })
            : Say(blocked, new UnlinkTicket(blocker, LinkKind.BlockedBy) { By = "bo" }));
        await Send();
        Assert.Equal(
            ("ana@example.org", $"[{blocked}] Blocked no more: {blocker} was the last that blocked it."), Latest());
    }

    [Fact]
    public async Task What_was_resolved_and_reopened_before_it_was_told_is_not_told()
    {
        var (blocked, blocker) = (await Open(), await Open());
        await Say(blocked, new AssignTicket(null, "ana") { By = "ana" });
        await Say(blocker, new LinkTicket(blocked, LinkKind.Blocks));
        await Say(blocker, new ResolveTicket("fixed", null));
        await Say(blocker, new ReopenTicket(null));
        await Send();
        Assert.Empty(Mail.Taken);
        Assert.Equal(
            $"not told: {blocker} blocks {blocked} again", Assert.Single(await Store.ReadMessages(null, 0, 9)).Reason);
    }

    [Fact]
    public async Task Whoever_did_it_and_whoever_waits_for_nothing_any_more_is_told_nothing()
    {
        var (mine, ended, blocker) = (await Open(), await Open(), await Open());
        await Say(mine, new AssignTicket(null, "ana") { By = "ana" });
        await Say(ended, new AssignTicket(null, "bo") { By = "bo" });
        await Say(blocker, new LinkTicket(mine, LinkKind.Blocks));
        await Say(blocker, new LinkTicket(ended, LinkKind.Blocks));
        await Say(ended, new ResolveTicket("fixed", null));
        await Say(blocker, new ResolveTicket("fixed", null) { By = "Ana" });
        Assert.Empty(await Store.ReadMessages(null, 0, 9));
    }

    // L8
    [Fact]
    public async Task A_childs_requester_hears_what_the_parents_does()
    {
        var (parent, child, stranger) = (await Open("ana"), await Open("bo"), await Open("nobody-known"));
        await Say(parent, new LinkTicket(child, LinkKind.Child));
        await Say(stranger, new LinkTicket(parent, LinkKind.Parent));
        await Say(parent, new ResolveTicket("fixed", null));
        Now += Duration.FromDays(5) + Duration.FromMinutes(1);
        await Say(parent, new TagTicket([new Tag("seen", "yes")])); // brings time up to now: L2's notice
        await Send();
        Assert.Equal(["ana@example.org", "bo@example.org"], Mail.Taken.Select(letter => letter.To).Order());
        Assert.All(Mail.Taken, letter => Assert.Contains(parent, letter.Subject));
    }

    private (string To, string Subject) Latest() => (Mail.Taken[^1].To, Mail.Taken[^1].Subject);

    private Task<string> Open(string? requester = null) => Open(new OpenTicket
    {
        Priority = Priority.P3,
        Requester = requester is null ? null : new Requester(requester, null),
    });
}
