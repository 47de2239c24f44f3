using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Muster.Core.Calendars;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Files.States;

/// <summary>
/// How Core's values are written in a saved state: every stated property of a record, so that a new one is saved
/// without a word here; instants and durations as milliseconds; what belongs to the policy by its name.
/// </summary>
internal static class StateJson
{
    // Bound: a policy's options live as long as the policy.
    private static readonly ConditionalWeakTable<Policy, JsonSerializerOptions> Known = [];

    public static JsonSerializerOptions For(Policy policy) => Known.GetValue(policy, Make);

    private static JsonSerializerOptions Make(Policy policy)
    {
        var entries = policy.Sla.Select((entry, index) => ($"{index + 1} {entry.Name}", entry)).ToList();
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new Written<TicketId>(id => id.Value, text => new TicketId(text)));
        options.Converters.Add(new Counted<Instant>(
            instant => instant.ToUnixTimeMilliseconds(), Instant.FromUnixTimeMilliseconds));
        options.Converters.Add(new Counted<Duration>(
            duration => (long)duration.TotalMilliseconds, milliseconds => Duration.FromMilliseconds(milliseconds)));
        options.Converters.Add(new Named<BusinessCalendar>("calendar", policy.Calendars.Select(c => (c.Key, c.Value))));
        options.Converters.Add(new Named<SlaEntry>("agreement", entries));
        options.Converters.Add(new Named<ClockDefinition>("clock", policy.Sla.SelectMany((entry, index) =>
            entry.Clocks.Select(clock => ($"{index + 1} {clock.Name}", clock)))));
        options.Converters.Add(new Named<PagingPolicy>("paging policy", policy.Paging.Select(p => (p.Key, p.Value))));
        return options;
    }

    private sealed class Written<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            read(reader.GetString() ?? throw new JsonException("a text is missing"));

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(write(value));
    }

    private sealed class Counted<T>(Func<T, long> write, Func<long, T> read) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            read(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(write(value));
    }

    /// <summary>A part of the policy, by its name; read, it is the policy's own object again.</summary>
    private sealed class Named<T> : JsonConverter<T>
        where T : class
    {
        private readonly string kind;
        private readonly Dictionary<string, T> byName = new(StringComparer.Ordinal);
        private readonly Dictionary<T, string> names = new(ReferenceEqualityComparer.Instance);

        public Named(string kind, IEnumerable<(string Name, T Value)> known)
        {
            this.kind = kind;
            foreach (var (name, value) in known)
            {
                byName[name] = value;
                names[value] = name;
            }
        }

        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetString() is { } name && byName.TryGetValue(name, out var value)
                ? value
                : throw new JsonException($"the policy has no such {kind}");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(names[value]);
    }
}
