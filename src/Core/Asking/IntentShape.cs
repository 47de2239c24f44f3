using System.Collections.Immutable;

namespace Muster.Core.Asking;

/// <summary>What an intent does with what there is today.</summary>
public enum Reach
{
    /// <summary>It shows something.</summary>
    Reads,

    /// <summary>A verb said to tickets.</summary>
    Acts,

    /// <summary>A verb said to majors.</summary>
    Major,

    /// <summary>It is understood, and what it needs is not there yet.</summary>
    Later,
}

/// <summary>One thing that can be asked for.</summary>
/// <param name="Name">As CONTRACT has it: a verb, one with its kind before it, or a kind of reading.</param>
/// <param name="Slots">What it takes; <c>priority*</c> is a list, <c>from</c> a filter's.</param>
/// <param name="Needs">What must be said; <c>a|b</c> is either.</param>
/// <param name="Text">The slot that a text after a colon or in quotes fills; null where there is none.</param>
/// <param name="Free">The slot that a few words without any other place fill; null where there is none.</param>
/// <param name="When">The slot that a bare moment fills; null where there is none.</param>
/// <param name="Who">The slot that a bare name of a person fills; null where there is none.</param>
public sealed record IntentShape(
    string Name, Reach Reach, string Slots, string Needs = "", string? Text = null, string? Free = null,
    string? When = null, string? Who = null, string Example = "")
{
    public ImmutableArray<string> SlotNames { get; } = [.. Slots.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    public ImmutableArray<string> NeededSlots { get; } = [.. Needs.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    public bool Takes(string slot) => SlotNames.Contains(slot);

    /// <summary>Whether it would change something, now or once what it needs is there.</summary>
    public bool Changes => Reach != Reach.Reads && Name != "patterns";
}
