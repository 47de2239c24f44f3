using Muster.Core.Asking;
using Xunit;

namespace Muster.Core.Tests.Asking;

/// <summary>What is done at once and what wants a yes, sentence by sentence of Q1 and CONTRACT.</summary>
public sealed class ConsentTests
{
    private static Consent Of(string text, bool declareFromWords = true)
    {
        var read = Grammar.Read(text, Phrasing.Wednesday);
        Assert.True(read is { Doubt: null, Intent: not null }, $"{text}: {read.Doubt} {read.Word}");
        return Consents.Of(read.Intent, read.Slots, declareFromWords);
    }

    [Theory]
    [InlineData("make ana commander of 42")]
    [InlineData("hand over scribe of 42 to bo")]
    public void A_yes_comes_before_what_pages(string text) => Assert.Equal(Consent.YesFirst, Of(text));

    [Theory]
    [InlineData("post a status update for 42: cause found")]
    [InlineData("public update on 42: we are working on it")]
    [InlineData("ask the requester of 42: does it work?")]
    public void A_yes_comes_before_what_stakeholders_or_customers_are_told(string text) =>
        Assert.Equal(Consent.YesFirst, Of(text));

    [Theory]
    [InlineData("declare 42 as SEV-1")]
    [InlineData("accept the candidate 42")]
    [InlineData("reject candidate 42")]
    [InlineData("stand down 42")]
    [InlineData("set severity of 42 to SEV-3")]
    [InlineData("restore 42")]
    public void A_yes_comes_before_a_major_is_declared_changed_restored_or_stood_down(string text) =>
        Assert.Equal(Consent.YesFirst, Of(text));

    [Theory]
    [InlineData("close 42")]
    [InlineData("close 42 as a duplicate of 17")]
    [InlineData("cancel ticket 42")]
    [InlineData("merge 42 into 17")]
    public void A_yes_comes_before_what_closes_merges_or_cancels(string text) =>
        Assert.Equal(Consent.YesFirst, Of(text));

    [Theory]
    [InlineData("start 42 and 43")]
    [InlineData("assign 42, 43 and 44 to bo")]
    [InlineData("escalate all open P2 tickets idle for 4 hours")]
    public void A_yes_comes_before_more_than_one_ticket(string text) => Assert.Equal(Consent.YesFirst, Of(text));

    [Theory]
    [InlineData("assign 42 to bo")]
    [InlineData("start 42")]
    [InlineData("snooze 42 for two hours")]
    [InlineData("set priority of 42 to P1")]
    [InlineData("resolve 42 as fixed")]
    [InlineData("reopen 42")]
    [InlineData("link 42 to 17")]
    [InlineData("update 42: seen")]
    [InlineData("open a P2 ticket: VPN drops")]
    [InlineData("note on major 42: memory is full")]
    public void One_act_on_a_named_ticket_that_can_be_taken_back_is_done_at_once(string text) =>
        Assert.Equal(Consent.AtOnce, Of(text));

    [Theory]
    [InlineData("escalate 42", Consent.AtOnce)]
    [InlineData("escalate 42 to tier 2", Consent.AtOnce)]
    [InlineData("escalate 42 to management", Consent.YesFirst)]
    [InlineData("escalate 42 and 43", Consent.YesFirst)]
    public void One_ticket_is_escalated_by_a_tier_at_once_to_management_or_several_after_a_yes(
        string text, Consent consent) => Assert.Equal(consent, Of(text));

    [Fact]
    public void Words_that_report_a_P1_anew_declare_it_when_the_policy_says_so()
    {
        const string outage = "P1 incident: mail is down. All users affected. Start major incident response.";
        Assert.Equal(Consent.AtOnce, Of(outage));
        Assert.Equal(Consent.YesFirst, Of(outage, declareFromWords: false));
        Assert.Equal(Consent.YesFirst, Of("P2 incident: mail is slow. Declare a major incident."));
    }

    [Theory]
    [InlineData("approve CHG-234")]
    [InlineData("schedule maintenance for the database upgrade")]
    [InlineData("open a problem: recurring VPN disconnects")]
    [InlineData("monitor for related incident patterns")]
    public void What_a_later_part_brings_is_not_done(string text) => Assert.Equal(Consent.Later, Of(text));

    [Fact]
    public void Every_intent_has_an_example_that_is_read_as_it()
    {
        var strangers = Intents.All
            .Select(intent => (intent, Read: Grammar.Read(intent.Example, Phrasing.Wednesday)))
            .Where(one => one.Read.Doubt is not null || one.Read.Intent != one.intent)
            .Select(one => $"{one.intent.Name}: {one.intent.Example} -> {one.Read.Intent?.Name} {one.Read.Doubt}");
        Assert.Equal([], strangers);
    }
}
