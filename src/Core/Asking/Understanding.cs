using System.Collections.Immutable;

namespace Muster.Core.Asking;

/// <summary>What was made of a text. Either nothing stands in the way, or <see cref="Doubt"/> says what does.</summary>
/// <param name="Intent">Null where none was found.</param>
/// <param name="Doubt">Null where it may be done as it was understood.</param>
/// <param name="Word">What was not understood or is missing: a word as said, or the name of a slot.</param>
/// <param name="Nearest">The intents that come nearest, the nearest first; at most three.</param>
public sealed record Understanding(
    IntentShape? Intent, Slots Slots, Doubt? Doubt, string? Word, ImmutableArray<IntentShape> Nearest);

/// <summary>Why something is asked back instead of done.</summary>
public enum Doubt
{
    /// <summary>No intent was found.</summary>
    NotUnderstood,

    /// <summary>Some words have no place in what was understood.</summary>
    Unexplained,

    /// <summary>Two things at once.</summary>
    Several,

    /// <summary>Something is not to be done.</summary>
    Negated,

    /// <summary>Something is to be done only if.</summary>
    Conditional,

    /// <summary>It is asked whether to do something.</summary>
    Question,

    /// <summary>What is reported is over, well, a drill or still to come.</summary>
    NoIncident,

    /// <summary>It is not said with what: <see cref="Understanding.Word"/> is the slot.</summary>
    Missing,

    /// <summary>Nobody and no team of that name is known.</summary>
    UnknownName,

    /// <summary>Longer than anything that a person asks.</summary>
    TooLong,
}

/// <summary>How a slot is written in JSON.</summary>
public enum SlotForm
{
    Text,
    List,
    Number,
    Flag,
    Map,
}

/// <summary>One thing that was said: a list has several values, a map has <c>name=value</c>.</summary>
public sealed record Slot(string Name, SlotForm Form, ImmutableArray<string> Values)
{
    public string Value => Values[0];
}

/// <summary>The slots of an understanding, in the order in which they were found, each name once.</summary>
public sealed record Slots(ImmutableArray<Slot> All)
{
    public static Slots None { get; } = new([]);

    public Slot? this[string name] => All.FirstOrDefault(slot => slot.Name == name);

    /// <summary>Null where the slot is absent.</summary>
    public string? Text(string name) => this[name]?.Value;

    public ImmutableArray<string> List(string name) => this[name]?.Values ?? [];

    public bool Has(string name) => this[name] is not null;

    /// <summary>What is said first under a name stays.</summary>
    public Slots With(string name, SlotForm form, ImmutableArray<string> values) =>
        Has(name) ? this : new(All.Add(new Slot(name, form, values)));

    public Slots With(string name, string value) => With(name, SlotForm.Text, [value]);

    public Slots Without(string name) => new([.. All.Where(slot => slot.Name != name)]);
}
