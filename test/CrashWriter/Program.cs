using System.Globalization;
using Muster.Storage;
using Muster.Storage.Sqlite;
using NodaTime;

// Writes to the store in a folder with many writers until it is killed, and prints a line for each acknowledgement:
// stream, version, message key. Its first line says that it is ready.
var (folder, run) = (args[0], args[1]);
await using var store = SqliteStore.Open(folder);
var epoch = await store.ClaimEpoch("crash-writer");
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
output.WriteLine("ready");
await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(() => Write($"{run}-{writer}"))));

async Task Write(string name)
{
    var stream = StreamId.Ticket(name);
    for (var version = 0L; ; version++)
    {
        var at = Instant.FromUnixTimeSeconds(version);
        var key = string.Create(CultureInfo.InvariantCulture, $"{name}/{version + 1}");
        var fact = new NewEvent
        {
            Type = "ticket.updated.v1",
            HappenedAt = at,
            Key = key,
            Policy = "default@1",
            Body = "{\"public\":true}"u8.ToArray(),
            PersonalText = "{\"text\":\"hello\"}"u8.ToArray(),
        };
        var result = await store.Append(new Batch
        {
            Epoch = epoch,
            RecordedAt = at,
            Streams = [new StreamAppend(stream, version, [fact]) { Deadline = new Deadline(at, 1) }],
            Messages = [new OutboxMessage(key, "page", stream, 1, at, ReadOnlyMemory<byte>.Empty)],
            Command = new CommandRecord { At = at, Actor = name, Verb = "update", Accepted = true, Key = key },
        });
        if (result is not AppendResult.Appended)
            throw new InvalidOperationException($"{result}");
        lock (output)
            output.WriteLine($"{name} {version + 1} {key}");
    }
}
