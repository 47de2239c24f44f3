using System.Collections.Frozen;
using Muster.Core.Escalation;

namespace Muster.Core.Asking;

/// <summary>What is done with something understood.</summary>
public enum Consent
{
    /// <summary>It only shows something.</summary>
    Reads,

    /// <summary>It is done, and told.</summary>
    AtOnce,

    /// <summary>A yes comes first.</summary>
    YesFirst,

    /// <summary>What it needs is not there yet: nothing is done.</summary>
    Later,
}

/// <summary>Which acts want a yes (Q1).</summary>
public static class Consents
{
    // They page, tell stakeholders or customers, declare or stand down, close, merge or cancel.
    private static readonly FrozenSet<string> WantAYes = new[]
    {
        "ask", "close", "merge", "declare", "severity", "role", "handover", "post", "restore", "stand-down", "accept",
        "reject",
    }.ToFrozenSet();

    /// <param name="declareFromWords">The policy's: whether words that report a P1 anew declare it.</param>
    public static Consent Of(IntentShape intent, Slots slots, bool declareFromWords) => intent.Reach switch
    {
        Reach.Reads => Consent.Reads,
        Reach.Later => Consent.Later,
        _ when intent.Name == "declare" && !slots.Has("ids") => declareFromWords && ReportsP1(slots)
            ? Consent.AtOnce : Consent.YesFirst,
        _ when WantAYes.Contains(intent.Name) || TouchesSeveral(intent, slots) => Consent.YesFirst,
        _ when intent.Name == "update" && slots.Has("public") => Consent.YesFirst,
        _ when intent.Name == "escalate" && slots.Text("to") == Tier.Management.Name() => Consent.YesFirst,
        _ => Consent.AtOnce,
    };

    // Words that name no P1 report none: "SEV-2: checkout is slow", "declare a major incident: search is slow".
    private static bool ReportsP1(Slots slots) => slots.Text("priority") == "P1";

    private static bool TouchesSeveral(IntentShape intent, Slots slots) =>
        intent.Name != "open" && slots.List("ids").Length != 1;
}
