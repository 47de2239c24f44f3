using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Muster.Core.Calendars;
using Muster.Engine.Policies;
using Muster.Files;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Zones;

/// <summary>Zone data that a store's clocks were counted by from an instant on.</summary>
/// <param name="Name">By which data is told apart: <see cref="ZoneData.Name"/>.</param>
/// <param name="Packed">The bytes of its file, as gzip.</param>
/// <param name="Moved">What it moved, as <see cref="ZoneMoves.Write"/> told it then.</param>
public sealed record AdoptedZones(
    string Name, string Version, Instant At, ReadOnlyMemory<byte> Packed, JsonElement Moved)
{
    /// <summary>How many tickets it moved.</summary>
    public int Tickets => Moved.GetProperty("tickets").GetInt32();

    /// <summary>How many shifts it moved.</summary>
    public int Shifts => Moved.GetProperty("shifts").GetInt32();

    /// <exception cref="InvalidDataException">This program cannot read it.</exception>
    public ZoneData Read()
    {
        if (Name == ZoneData.BuiltIn.Name)
            return ZoneData.BuiltIn;
        try
        {
            using var packed = new MemoryStream(Packed.ToArray(), writable: false);
            using var gzip = new GZipStream(packed, CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            gzip.CopyTo(bytes);
            return ZoneFile.Of(bytes.ToArray(), $"what the store has of {Name}").Zones;
        }
        catch (ZoneFileException fault)
        {
            throw new InvalidDataException(fault.Message, fault);
        }
    }
}

/// <summary>
/// The zone data that a store's clocks are counted by, and all that was before, each with what it moved. Kept in a
/// stream of its own with the bytes it was read from, so that whoever opens the store counts as its server does, and
/// what comes next can be held against it.
/// </summary>
public sealed class ZoneBook
{
    private const string Adopted = "zones.adopted.v1";
    private const int PageSize = 20;

    private static readonly StreamId Stream = new("configuration/zones");

    private ZoneBook(ImmutableArray<AdoptedZones> versions) => Versions = versions;

    /// <summary>One after another, the present one last; empty where none was ever noted.</summary>
    public ImmutableArray<AdoptedZones> Versions { get; private set; }

    /// <summary>A store that says nothing was counted by what is built in.</summary>
    public string CurrentName => Versions is [.., var last] ? last.Name : ZoneData.BuiltIn.Name;

    /// <inheritdoc cref="AdoptedZones.Read"/>
    public ZoneData Current => Versions is [.., var last] ? last.Read() : ZoneData.BuiltIn;

    public static async Task<ZoneBook> Load(IEventStore store)
    {
        var versions = ImmutableArray.CreateBuilder<AdoptedZones>();
        while (await store.ReadStream(Stream, versions.Count, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
            versions.AddRange(page.Select(Of));
        return new ZoneBook(versions.ToImmutable());
    }

    /// <summary>All policies of a store, counting by the zone data that its server counts by.</summary>
    /// <exception cref="InvalidDataException">This program cannot read the zone data, or a policy.</exception>
    public static async Task<PolicyBook> Policies(IEventStore store)
    {
        var zones = await Load(store).ConfigureAwait(false);
        return await PolicyBook.Load(store, zones.Current).ConfigureAwait(false);
    }

    /// <summary>Notes that all clocks are counted by other data from now on.</summary>
    /// <param name="policy">The version of the policy in force.</param>
    /// <exception cref="InvalidOperationException">Another process noted other data meanwhile.</exception>
    public async Task Adopt(
        IEventStore store, WriterEpoch epoch, LoadedZones zones, ZoneMoves moves, string policy, Instant now)
    {
        var body = BodyOf(zones.Zones, moves);
        var result = await epoch.Append(current => new Batch
        {
            Epoch = current,
            RecordedAt = now,
            Streams =
            [
                new StreamAppend(Stream, Versions.Length,
                [
                    new NewEvent
                    {
                        Type = Adopted, HappenedAt = now, Policy = policy, Body = body,
                        PersonalText = Packed(zones.Bytes.Span),
                    },
                ]),
            ],
        }).ConfigureAwait(false);
        if (result is not AppendResult.Appended)
            throw new InvalidOperationException($"the zone data {zones.Zones.Name} could not be noted: {result}");
        Versions = (await Load(store).ConfigureAwait(false)).Versions;
    }

    private static AdoptedZones Of(StoredEvent stored)
    {
        using var body = JsonDocument.Parse(stored.Body);
        return new AdoptedZones(
            body.RootElement.GetProperty("name").GetString()!, body.RootElement.GetProperty("version").GetString()!,
            stored.HappenedAt, stored.PersonalText, body.RootElement.GetProperty("moved").Clone());
    }

    private static byte[] BodyOf(ZoneData zones, ZoneMoves moves)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("name", zones.Name);
            json.WriteString("version", zones.Version);
            json.WritePropertyName("moved");
            moves.Write(json);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static byte[] Packed(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
