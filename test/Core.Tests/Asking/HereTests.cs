using Muster.Core.Asking;
using Xunit;

namespace Muster.Core.Tests.Asking;

/// <summary>What is said on a ticket is of that ticket where it names none.</summary>
public sealed class HereTests
{
    private const string Ticket = "INC-2025-00042";

    private static Understanding Read(string text) => Grammar.Read(text, Phrasing.Wednesday with { This = Ticket });

    [Theory]
    [InlineData("escalate to tier 2", "escalate")]
    [InlineData("@incident-coordinator please escalate this to tier 2", "escalate")]
    [InlineData("close it", "close")]
    [InlineData("assign to bo", "assign")]
    [InlineData("put this on hold for the vendor until tomorrow at 9", "hold")]
    [InlineData("declare a major incident, SEV-1", "declare")]
    [InlineData("500 users affected", "impact")]
    [InlineData("resolve as fixed: rolled back", "resolve")]
    [InlineData("what is the status?", "show")]
    [InlineData("why was this escalated?", "explain")]
    [InlineData("check SLA status", "sla-status")]
    [InlineData("generate the incident report", "report")]
    [InlineData("could you please start this", "start")]
    [InlineData("bitte schließen", "close")]
    [InlineData("asígnalo a bo", "assign")]
    public void It_is_of_the_ticket_here(string text, string intent)
    {
        var read = Read(text);
        Assert.Equal((intent, null), (read.Intent?.Name, read.Doubt));
        Assert.Equal([Ticket], read.Slots.List("ids"));
    }

    [Theory]
    [InlineData("start 17", "17", null)]
    [InlineData("merge into 17", Ticket, "17")]
    [InlineData("close as duplicate of 17", Ticket, "17")]
    [InlineData("link this to 17", Ticket, "17")]
    [InlineData("merge 18 into 17", "18", "17")]
    public void Another_that_is_named_is_that_one_or_the_other_end(string text, string ticket, string? to)
    {
        var read = Read(text);
        Assert.Null(read.Doubt);
        Assert.Equal((ticket, to), (read.Slots.Text("ids"), read.Slots.Text("to")));
        Assert.Single(read.Slots.List("ids"));
    }

    [Theory]
    [InlineData("check SLA status for all open P2 tickets", "sla-status")]
    [InlineData("list open P1", "list")]
    [InlineData("open a ticket: printer is jammed", "open")]
    [InlineData("who is on call for the network team?", "oncall-who")]
    [InlineData("help", "help")]
    [InlineData("P1 incident: the shop is down. Start major incident response.", "declare")]
    public void What_needs_none_is_of_none(string text, string intent)
    {
        var read = Read(text);
        Assert.Equal((intent, null, false), (read.Intent?.Name, read.Doubt, read.Slots.Has("ids")));
    }

    [Theory]
    [InlineData("do not close this")]
    [InlineData("is bo commander")]
    [InlineData("should we escalate this?")]
    [InlineData("if bo agrees, escalate it")]
    [InlineData("escalate and close")]
    [InlineData("look at 17 and close")]
    [InlineData("thanks")]
    [InlineData("nice work everybody")]
    [InlineData("assign")]
    public void A_doubt_stays_one(string text) => Assert.NotNull(Read(text).Doubt);
}
