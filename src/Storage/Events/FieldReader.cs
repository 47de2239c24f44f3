using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;

namespace Muster.Storage;

/// <summary>Reads the fields of a fact by name; those it is not asked for are passed over.</summary>
internal sealed class FieldReader : IDisposable
{
    private readonly string type;
    private readonly JsonDocument body;
    private readonly JsonDocument? personal;

    public FieldReader(string type, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> personalText)
    {
        this.type = type;
        this.body = JsonDocument.Parse(body);
        personal = personalText.IsEmpty ? null : JsonDocument.Parse(personalText);
    }

    public bool Has(string name) => body.RootElement.TryGetProperty(name, out _);

    public string? Text(string name) => Field(name)?.GetString();

    public string? Personal(string name) =>
        personal is not null && personal.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    public string Needed(string name) => Text(name) ?? throw Damaged(name);

    public bool Flag(string name) => BoolOrNull(name) ?? false;

    public bool? BoolOrNull(string name) => Field(name)?.GetBoolean();

    public int Int(string name) => (Field(name) ?? throw Damaged(name)).GetInt32();

    public Instant? Moment(string name) =>
        Field(name) is { } value ? Instant.FromUnixTimeMilliseconds(value.GetInt64()) : null;

    public Instant NeededMoment(string name) => Moment(name) ?? throw Damaged(name);

    public Duration Span(string name) => Duration.FromMilliseconds((Field(name) ?? throw Damaged(name)).GetInt64());

    public T? Name<T>(string name)
        where T : struct, Enum =>
        Text(name) is not { } text ? null : Enum.TryParse<T>(text, out var value) ? value : throw Damaged(name);

    public T NeededName<T>(string name)
        where T : struct, Enum => Name<T>(name) ?? throw Damaged(name);

    public IEnumerable<(string Name, string? Value)> Pairs(string name) =>
        Field(name) is not { } list
            ? []
            : list.EnumerateArray().Select(pair => (pair[0].GetString() ?? throw Damaged(name), pair[1].GetString()));

    public ImmutableArray<string> List(string name) => Field(name) is not { } list
        ? []
        : [.. list.EnumerateArray().Select(value => value.GetString() ?? throw Damaged(name))];

    public JsonException Damaged(string name) => new($"{type} has no sound field {name}");

    public void Dispose()
    {
        body.Dispose();
        personal?.Dispose();
    }

    private JsonElement? Field(string name) =>
        body.RootElement.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
