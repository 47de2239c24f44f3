using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Files;
using Muster.Files.Policies;
using NodaTime;
using Xunit;
using static Muster.Core.Tickets.Priority;

namespace Muster.Core.Tests.Rules;

/// <summary>The shipped policy is the original's tables, figure by figure.</summary>
public sealed class ShippedPolicyTests
{
    private static readonly Policy Shipped = PolicyReader.Read(
        [new PolicySource("default.yaml", File.ReadAllText(Repository.File("policies/default.yaml")), null)]).Policy!;

    [Theory]
    [InlineData(P1, "15m", "4h", "2h")]
    [InlineData(P2, "1h", "8h", "6h")]
    [InlineData(P3, "4h", "24h", "20h")]
    [InlineData(P4, "8h", "72h", "60h")]
    public void SLA_definitions_by_priority(Priority priority, string response, string resolution, string escalateAt)
    {
        var target = Assert.Single(Shipped.Sla).TargetOf(priority);
        Assert.Equal((Span(response), Span(resolution), Span(escalateAt)),
            (target.Response, target.Resolution, target.EscalateAt));
    }

    [Fact]
    public void Auto_escalation_triggers()
    {
        var escalation = Shipped.Escalation;
        Assert.Equal((Span("2h"), Span("4h")),
            (escalation.Stagnation[P1].InProgress, escalation.Stagnation[P2].InProgress));
        Assert.Equal([P1, P2], escalation.Stagnation.Keys.Order());
        Assert.Equal(3, escalation.BouncedMoreThan);
        Assert.Contains("escalate", escalation.Keywords);
    }

    [Fact]
    public void Automatic_state_updates() => Assert.Equal(
        (Span("7d"), Span("24h"), Span("30d")),
        (Shipped.Lifecycle.AutoClose, Shipped.Lifecycle.AutoPending, Shipped.Lifecycle.ReopenWithin));

    [Fact]
    public void Pending_waits_on_user_vendor_or_approval() =>
        Assert.Equal(["approval", "user", "vendor"], Shipped.Sla[0].PauseOn.Order());

    [Fact]
    public void The_file_and_the_policy_inside_the_program_are_the_same()
    {
        Assert.Equal(File.ReadAllText(Repository.File("policies/default.yaml")), PolicyReader.ShippedText);
        Assert.Equal(PolicyReader.Shipped.Version, Shipped.Version);
    }

    private static Duration Span(string text) => Durations.TryParse(text, out var span)
        ? span
        : throw new FormatException(text);
}
