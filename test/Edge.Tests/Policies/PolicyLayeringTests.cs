using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Files.Policies;
using NodaTime;
using Xunit;
using static Muster.Edge.Tests.Policies.Reading;

namespace Muster.Edge.Tests.Policies;

public sealed class PolicyLayeringTests
{
    [Fact]
    public void The_policy_inside_the_program_is_the_text_of_policies_default_yaml() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Root, "policies/default.yaml")), PolicyReader.ShippedText);

    [Fact]
    public void The_shipped_policy_has_the_figures_of_the_specification()
    {
        var policy = PolicyReader.Shipped;
        var sla = Assert.Single(policy.Sla);
        Assert.Equal("default", sla.Name);
        Assert.Null(sla.Match);
        Assert.Equal(["approval", "user", "vendor"], sla.PauseOn.Order());
        Assert.Equal([50, 75, 90], sla.WarnAt.Select(w => w.Hundredths));
        Assert.Equal(Priority.P3, sla.DefaultPriority);
        Assert.Equal(
            [
                Target(15, 4 * 60, 2 * 60, WhenActive.Escalate),
                Target(60, 8 * 60, 6 * 60, WhenActive.Warn),
                Target(4 * 60, 24 * 60, 20 * 60, WhenActive.Warn),
                Target(8 * 60, 72 * 60, 60 * 60, WhenActive.Warn),
            ],
            sla.Targets);
        Assert.Equal([Priority.P1, Priority.P2], policy.Escalation.Stagnation.Keys.Order());
        Assert.Equal(
            new StagnationLimit(Duration.FromHours(4), Duration.FromHours(3)),
            policy.Escalation.Stagnation[Priority.P2]);
        Assert.Equal(4, policy.Escalation.ActiveWithin.Count);
        Assert.Equal(new Percentage(90), policy.Escalation.ActiveEscalatesAt);
        Assert.Equal(new Percentage(50), policy.Escalation.AfterEscalation);
        Assert.Equal(3, policy.Escalation.BouncedMoreThan);
        Assert.Contains("do not", policy.Escalation.Negations);
        Assert.Contains("no", policy.Escalation.Negations);
        Assert.Equal(Duration.FromDays(7), policy.Lifecycle.AutoClose);
        Assert.Equal(Duration.FromHours(24), policy.Lifecycle.AutoPending);
        Assert.Empty(policy.Lifecycle.HoldReasons);
        Assert.Contains("muchas gracias".Split(' ')[1], policy.Lifecycle.Thanks);
    }

    [Fact]
    public void The_shipped_policy_lists_no_teams_people_schedules_or_paging()
    {
        var policy = PolicyReader.Shipped;
        Assert.Empty(policy.Teams);
        Assert.Empty(policy.People);
        Assert.Empty(policy.Schedules);
        Assert.Empty(policy.Paging);
        Assert.Empty(policy.Services);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("---\n")]
    public void An_empty_policy_is_the_shipped_one(string text)
    {
        Assert.Equal(PolicyReader.Shipped.Version, Policy(text).Version);
        Assert.StartsWith("default@sha256:", PolicyReader.Shipped.Version, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_policy_inside_an_eval_line_is_the_shipped_one() =>
        Assert.Equal(PolicyReader.Shipped.Version, PolicyReader.Read(Element("{}")).Policy!.Version);

    [Fact]
    public void Maps_are_merged_key_by_key_to_the_bottom()
    {
        var policy = Policy("escalation: {stagnation: {P1: {assigned: 30m}}}");
        Assert.Equal(
            new StagnationLimit(Duration.FromHours(2), Duration.FromMinutes(30)),
            policy.Escalation.Stagnation[Priority.P1]);
        Assert.Equal(Duration.FromHours(4), policy.Escalation.Stagnation[Priority.P2].InProgress);
    }

    [Fact]
    public void Lists_are_replaced_whole() =>
        Assert.Equal(["hilfe"], Policy("escalation: {keywords: [hilfe]}").Escalation.Keywords);

    [Fact]
    public void Targets_with_only_P2_keep_the_shipped_P1_P3_and_P4()
    {
        var sla = Assert.Single(Policy("sla: [{targets: {P2: {resolution: 6h, escalateAt: 5h}}}]").Sla);
        var shipped = PolicyReader.Shipped.Sla[0];
        Assert.Equal("default", sla.Name);
        Assert.Equal(Target(60, 6 * 60, 5 * 60, WhenActive.Warn), sla.TargetOf(Priority.P2));
        foreach (var other in new[] { Priority.P1, Priority.P3, Priority.P4 })
            Assert.Equal(shipped.TargetOf(other), sla.TargetOf(other));
    }

    [Fact]
    public void Further_entries_take_what_they_lack_from_the_first_merged_entry_but_not_its_name_or_match()
    {
        var policy = Policy("""
            sla:
              - {name: vip, match: {customer: [acme]}, warnAt: [80%], targets: {P1: {response: 5m}}}
              - {targets: {P1: {resolution: 3h}}}
            """);
        Assert.Equal(["vip", "sla-2"], policy.Sla.Select(s => s.Name));
        Assert.Null(policy.Sla[1].Match);
        Assert.Equal([80], policy.Sla[1].WarnAt.Select(w => w.Hundredths));
        Assert.Equal(Target(5, 3 * 60, 2 * 60, WhenActive.Escalate), policy.Sla[1].TargetOf(Priority.P1));
    }

    [Fact]
    public void A_first_entry_without_a_name_leaves_the_shipped_name_to_an_entry_that_takes_it()
    {
        var policy = Policy("sla: [{match: {service: [vpn]}}, {name: default}]");
        Assert.Equal(["sla-1", "default"], policy.Sla.Select(s => s.Name));
    }

    [Fact]
    public void A_later_file_is_laid_over_an_earlier_one()
    {
        var policy = Policy("lifecycle: {autoClose: 6d, autoPending: 12h}", "lifecycle: {autoClose: 9d}");
        Assert.Equal(Duration.FromDays(9), policy.Lifecycle.AutoClose);
        Assert.Equal(Duration.FromHours(12), policy.Lifecycle.AutoPending);
    }

    [Fact]
    public void A_fault_in_one_of_several_files_names_that_file() =>
        Assert.Equal(
            ["p2.yaml:1:24: expected a duration such as 15m, 4h, 7d, 1h30m or PT15M, found 'soon'"],
            Read("lifecycle: {autoClose: 9d}", "lifecycle: {autoClose: soon}").Faults.Select(f => f.ToString()));

    [Fact]
    public void Comments_quotes_and_the_order_of_keys_do_not_change_the_version()
    {
        var one = Policy("lifecycle:\n  autoClose: 6d   # sooner\n  autoPending: 12h\n").Version;
        var other = Policy("lifecycle: {autoPending: \"12h\", autoClose: 6d}").Version;
        Assert.Equal(one, other);
        Assert.Matches("^p@sha256:[0-9a-f]{64}$", one);
        Assert.NotEqual(one, Policy("lifecycle: {autoClose: 6d}").Version);
    }

    [Fact]
    public void The_merged_text_reads_as_the_same_policy()
    {
        var contract = Read(File.ReadAllText(Path.Combine(Root, "test/Edge.Tests/Policies/contract.yaml")));
        Assert.Equal([], contract.Faults);
        var again = Read(contract.MergedYaml);
        Assert.Equal([], again.Faults);
        Assert.Equal(contract.Policy!.Version, again.Policy!.Version);
        Assert.Equal(contract.MergedYaml, again.MergedYaml);
    }

    private static SlaTarget Target(int response, int resolution, int escalateAt, WhenActive whenActive) => new(
        Duration.FromMinutes(response), Duration.FromMinutes(resolution), Duration.FromMinutes(escalateAt), whenActive);
}
