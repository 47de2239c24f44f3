using System.Collections.Immutable;
using System.Text;
using Muster.Core.Tickets;
using Muster.Storage.Memory;
using Muster.Storage.Sqlite;
using NodaTime;
using Xunit;

namespace Muster.Storage.Tests.Suites;

/// <summary>A kind of store that the suites run over.</summary>
public interface IStoreRoom : IDisposable
{
    IEventStore Open();
}

public sealed class MemoryRoom : IStoreRoom
{
    public IEventStore Open() => new MemoryStore();

    public void Dispose()
    {
    }
}

public sealed class SqliteRoom : IStoreRoom
{
    public string Path { get; } = Directory.CreateTempSubdirectory("muster-store-").FullName;

    public IEventStore Open() => SqliteStore.Open(Path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>A fresh store with one writer, and words to talk to it.</summary>
public abstract class Suite<TRoom> : IAsyncLifetime
    where TRoom : IStoreRoom, new()
{
    protected static readonly Instant Nine = Instant.FromUtc(2026, 3, 2, 9, 0);

    protected TRoom Room { get; } = new();

    protected IEventStore Store { get; private set; } = null!;

    protected long Epoch { get; set; }

    public async ValueTask InitializeAsync()
    {
        Store = Room.Open();
        Epoch = await Store.ClaimEpoch("node-1");
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Room.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static NewEvent Fact(string type = "ticket.opened.v1", string body = "{}", string text = "") => new()
    {
        Type = type,
        HappenedAt = Nine,
        Actor = "person-7",
        Cause = "command-1",
        Policy = "default@1",
        Body = Encoding.UTF8.GetBytes(body),
        PersonalText = Encoding.UTF8.GetBytes(text),
    };

    protected static StreamAppend Part(string id, long expected, params NewEvent[] facts) =>
        new(StreamId.Ticket(id), expected, [.. facts]);

    protected static TicketRow Row(long number, string title = "printer on fire") => new()
    {
        Number = number,
        Title = title,
        State = TicketStatus.New,
        Priority = Priority.P3,
        OpenedAt = Nine,
        LastActivityAt = Nine,
    };

    protected Batch Batch(params StreamAppend[] parts) =>
        new() { Epoch = Epoch, RecordedAt = Nine, Streams = [.. parts] };

    protected Task<AppendResult> Append(params StreamAppend[] parts) => Store.Append(Batch(parts));

    /// <summary>Opens a ticket and expects no refusal.</summary>
    protected async Task Open(TicketRow row, string? text = null, string? said = null)
    {
        var part = Part($"{row.Number}", 0, Fact(text: said ?? "")) with { Row = row, SearchText = text };
        Assert.IsType<AppendResult.Appended>(await Append(part));
    }

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    protected static ImmutableArray<T> Several<T>(params T[] items) => [.. items];
}
