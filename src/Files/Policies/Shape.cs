using System.Collections.Immutable;

namespace Muster.Files.Policies;

/// <summary>
/// What a part of a policy has to look like. One table of shapes checks, orders and describes every key.
/// </summary>
internal abstract record Shape
{
    /// <summary>In the words of a fault: "expected …".</summary>
    public abstract string Expected { get; }
}

/// <summary>A map with known keys.</summary>
internal sealed record MapShape(string Of, ImmutableArray<Field> Fields) : Shape
{
    public override string Expected => $"a map of {string.Join(", ", Fields.Take(9).Select(f => f.Key))}";

    public Field? Field(string key) => Fields.FirstOrDefault(f => f.Key == key);
}

internal sealed record Field(string Key, Shape Shape, bool Required = false);

/// <summary>A map whose keys are names that the user gives.</summary>
internal sealed record NamedShape(string Of, Shape Each) : Shape
{
    public override string Expected => $"a map of {Of} by name";
}

internal sealed record ListShape(string Of, Shape Each, int AtLeast = 0) : Shape
{
    public override string Expected => $"a list of {Of}";
}

/// <summary>Whatever stands there is looked at elsewhere.</summary>
internal sealed record FreeShape(string What) : Shape
{
    public override string Expected => What;
}

/// <summary><c>24x7</c>, or a map of days or ranges of days to windows.</summary>
internal sealed record WeekShape : Shape
{
    public override string Expected => "24x7, or a map of days or ranges of days such as mon-fri: [\"09:00-17:00\"]";
}

/// <param name="What">What is expected, in the words of a fault.</param>
/// <param name="Complaint">What is wrong with a scalar beyond "expected …": empty for that alone, null when it is
/// right.</param>
/// <param name="Words">The words allowed, where it is a closed list.</param>
internal sealed record ScalarShape(string Kind, string What, Func<ScalarNode, string?> Complaint) : Shape
{
    public ImmutableArray<string> Words { get; init; } = [];

    public override string Expected => What;
}
