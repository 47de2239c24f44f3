using Xunit;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>The further clocks of docs/reference/policy.md, worked out by hand.</summary>
public sealed partial class InterpreterTests
{
    private static string WithClocks(string clocks) =>
        """{"sla":[{"name":"default","warnAt":[],"clocks":{""" + clocks.Replace('\'', '"') + "}}]}";

    private const string Duty =
        "'law':{'kind':'regulatory','targets':{'P2':'72h'},'calendar':'always','metBy':{'law':['told']}}";

    [Fact]
    public void The_next_word_is_owed_from_the_response_on_and_each_one_begins_the_next_cycle() => Check(
        ["1 09:00 open A 'priority':'P2'", "1 09:30 update A 'public':true,'by':'bo'",
            "1 10:00 update A 'by':'bo'", "1 11:30 ask A 'by':'bo'", "1 13:45 resolve A 'code':'x'"],
        Sla,
        ["1 09:30 A sla-met S5 response 1", "1 11:30 A sla-met S5 word 1", "1 13:30 A sla-breached S6 word 2",
            "1 13:45 A sla-met S5 resolution 1"],
        WithClocks("'word':{'kind':'next-update','targets':{'P2':'2h'}}"), fields: ["clock", "cycle"]);

    [Fact]
    public void A_ticket_handed_away_and_back_goes_on_with_the_time_the_team_had() => Check(
        ["1 09:00 open A 'priority':'P2'", "1 09:00 assign A 'team':'lan'", "1 09:50 assign A 'team':'dba'",
            "1 12:00 assign A 'team':'lan'"],
        "sla-met sla-breached",
        ["1 09:50 A sla-met S5 lan PT50M", "1 10:00 A sla-breached S6 response PT1H",
            "1 12:10 A sla-breached S6 lan PT1H"],
        WithClocks("'lan':{'kind':'team','teams':['lan'],'targets':{'P2':'1h'}}"), "2025-10-20T12:10:00Z",
        "clock", "elapsed");

    [Fact]
    public void A_vendors_hold_counts_though_it_pauses_the_resolution_and_ends_where_time_ends_it() => Check(
        ["1 09:00 open A 'priority':'P2'", "1 09:00 start A",
            "1 10:00 hold A 'reason':'vendor','until':'2025-10-20T12:00:00Z'"],
        "resumed sla-met",
        ["1 09:00 A sla-met S5 response PT0S", "1 12:00 A resumed L5", "1 12:00 A sla-met S5 vendor PT2H"],
        WithClocks("'vendor':{'kind':'vendor','targets':{'P2':'3h'}}"), "2025-10-20T12:00:00Z", "clock", "elapsed");

    [Fact]
    public void A_duty_holds_the_closing_back_until_its_tag_and_then_it_comes_at_once() => Check(
        ["1 09:00 open A 'priority':'P2'", "1 10:00 resolve A 'code':'x'", "9 12:00 tag A 'tags':{'law':'told'}"],
        "sla-breached sla-met closed", ["1 10:00 A sla-met S5 response", "1 10:00 A sla-met S5 resolution",
            "4 09:00 A sla-breached S6 law", "9 12:00 A closed L2"],
        WithClocks(Duty), fields: "clock");

    [Fact]
    public void A_duty_that_is_owed_refuses_the_closing_by_hand()
    {
        var (_, refused) = Interpreter.Run(
            Written("1 09:00 open A 'priority':'P2'", "1 10:00 resolve A 'code':'x'", "1 10:30 close A",
                "1 11:00 tag A 'tags':{'law':'told'}", "1 11:00 close A"), WithClocks(Duty));
        Assert.Equal([(3, "not-allowed")], refused);
    }
}
