using System.Collections.Immutable;
using System.Text;

namespace Muster.Files.Import;

/// <summary>How a foreign log is told in our verbs; read from YAML by <see cref="MappingReader"/>.</summary>
/// <param name="Columns">Every column that is read, by slot.</param>
/// <param name="Ticket">What makes one ticket of several rows.</param>
/// <param name="At">The instant of a row.</param>
/// <param name="States">From a state of the source to what we do.</param>
internal sealed record Mapping(
    ImmutableArray<ColumnName> Columns, ValueSource Ticket, ValueSource At, DateReader Dates, StateTable States)
{
    /// <summary>Texts that stand for no value; the empty one always does.</summary>
    public ImmutableHashSet<string> Unknown { get; init; } = [];

    public ValueSource? State { get; init; }
    public ValueSource? OpenedAt { get; init; }
    public ValueSource? OpenedBy { get; init; }
    public ValueSource? By { get; init; }
    public ValueSource? Team { get; init; }
    public ValueSource? To { get; init; }
    public ValueSource? Priority { get; init; }
    public ValueSource? Title { get; init; }
    public ValueSource? Description { get; init; }
    public ValueSource? Category { get; init; }
    public ValueSource? Service { get; init; }
    public ValueSource? Requester { get; init; }
    public ValueSource? Vip { get; init; }
    public ValueSource? AffectedUsers { get; init; }
    public ValueSource? Source { get; init; }
    public ValueSource? Text { get; init; }

    /// <summary>The code of a resolve, where the row has one; else the one of <see cref="States"/>.</summary>
    public ValueSource? Code { get; init; }

    public ImmutableArray<(string Name, ValueSource Value)> Tags { get; init; } = [];
    public ImmutableArray<(string Kind, ValueSource Value)> Links { get; init; } = [];

    /// <summary>Actors that are machines: their updates are marked <c>auto</c>.</summary>
    public ImmutableHashSet<string> Automatic { get; init; } = [];

    /// <summary>Columns that nothing may read: they know the end from the first row on.</summary>
    public ImmutableArray<string> Never { get; init; } = [];

    /// <summary>Every source above, for the check against the file.</summary>
    public ImmutableArray<ValueSource> Sources { get; init; } = [];

    /// <summary>CSV only; null is told by the header line.</summary>
    public char? Delimiter { get; init; }

    /// <summary>CSV only, XML says its own; null is UTF-8, or what the byte order mark says.</summary>
    public Encoding? Encoding { get; init; }
}

/// <param name="Line">Where the mapping names it first, from 1.</param>
internal sealed record ColumnName(string Name, int Slot, int Line, int Column);
