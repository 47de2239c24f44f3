using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests.Delivery;

/// <summary>A status update stands on every ticket that is linked with the major, each once (M6).</summary>
public sealed class LinkedTicketsTests() : TellingDesk("{}")
{
    public static TheoryData<LinkKind, bool> KindsFromBothEnds()
    {
        var all = new TheoryData<LinkKind, bool>();
        foreach (var kind in Enum.GetValues<LinkKind>().Where(kind => kind.PointsAtTicket()))
        {
            all.Add(kind, true);
            all.Add(kind, false);
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(KindsFromBothEnds))]
    public async Task It_is_told_whichever_end_said_the_link(LinkKind kind, bool fromMajor)
    {
        var (major, other, stranger) = (await Declared(), await Open(), await Open());
        await (fromMajor ? Say(major, new LinkTicket(other, kind)) : Say(other, new LinkTicket(major, kind)));
        await Post(major);
        Assert.Equal([$"{major}: We know the cause."], await ToldOn(other));
        Assert.Empty(await ToldOn(stranger));
    }

    [Fact]
    public async Task However_many_links_there_are_each_ticket_is_told_once()
    {
        var (major, other) = (await Declared(), await Open());
        await Say(major, new LinkTicket(other, LinkKind.Follows));
        await Say(major, new LinkTicket(other, LinkKind.Relates));
        await Say(other, new LinkTicket(major, LinkKind.Duplicate));
        await Say(other, new LinkTicket(major, LinkKind.CausedBy));
        await Post(major);
        Assert.Single(await ToldOn(other));
    }

    [Fact]
    public async Task One_that_was_merged_into_the_major_is_told_and_stays_closed()
    {
        var (major, other) = (await Declared(), await Open());
        await Say(other, new MergeTicket(major, null));
        await Post(major);
        Assert.Single(await ToldOn(other));
        Assert.Equal(TicketStatus.Closed, (await Desk.Find(other))!.State.Status);
    }

    [Fact]
    public async Task One_that_is_linked_no_more_is_not_told()
    {
        var (major, other) = (await Declared(), await Open());
        await Say(other, new LinkTicket(major, LinkKind.Duplicate));
        await Say(other, new UnlinkTicket(major, LinkKind.Duplicate));
        await Post(major);
        Assert.Empty(await ToldOn(other));
    }

    [Fact]
    public async Task More_are_told_than_one_write_may_hold()
    {
        var major = await Declared();
        var all = new List<string>();
        for (var count = 0; count <= BatchBounds.Others; count++)
        {
            all.Add(await Open());
            await Say(all[^1], new LinkTicket(major, LinkKind.Duplicate));
        }
        await Post(major);
        foreach (var other in (string[])[all[0], all[500], all[^1]])
            Assert.Single(await ToldOn(other));
    }

    private async Task<string> Declared()
    {
        var major = await Open();
        await Say(major, new DeclareMajor("SEV-2") { By = "ana" });
        return major;
    }

    private Task<string> Open() => Open(new OpenTicket { Priority = Priority.P3 });

    private async Task Post(string major)
    {
        await Say(major, new PostStatus(null, "We know the cause.", null) { By = "bo" });
        await Send();
    }

    private async Task<List<string?>> ToldOn(string id) =>
    [
        .. (await Store.ReadStream(StreamId.Ticket(id), 0, 100)).Select(TicketEventFormat.Read)
            .OfType<TicketUpdated>().Select(update => update.Text),
    ];
}
