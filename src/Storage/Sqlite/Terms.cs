using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Muster.Storage.Sqlite;

/// <summary>
/// Words that many rows share, kept once and written as a number: event types, policy versions, teams, services. The
/// writer alone adds; a number once committed never changes. Bound: one entry a word that is in the store.
/// </summary>
internal sealed class Terms
{
    private readonly ConcurrentDictionary<long, string> texts = [];

    /// <summary>The writer's half.</summary>
    public sealed class Writing(SqliteConnection connection) : IDisposable
    {
        private readonly Dictionary<string, long> numbers = new(StringComparer.Ordinal);
        private readonly Statement find = new(connection, "SELECT id FROM terms WHERE text = ?");
        private readonly Statement add = new(connection, "INSERT INTO terms(text) VALUES(?) RETURNING id");

        public long? NumberOf(string? text)
        {
            if (text is null)
                return null;
            if (numbers.TryGetValue(text, out var known))
                return known;
            var number = find.With(text).Number() ?? add.With(text).Number()
                ?? throw new InvalidOperationException("a word got no number");
            numbers.Add(text, number);
            return number;
        }

        /// <summary>What was added since the last commit is gone.</summary>
        public void Forget() => numbers.Clear();

        public void Dispose()
        {
            find.Dispose();
            add.Dispose();
        }
    }

    /// <summary>The reader's statement that <see cref="TextOf"/> wants.</summary>
    public const string Find = "SELECT text FROM terms WHERE id = ?";

    /// <summary>The word of a number.</summary>
    public string TextOf(long number, Statement find)
    {
        if (texts.TryGetValue(number, out var known))
            return known;
        if (!find.With(number).Next())
            throw new StoreFailedException($"the word {number} is missing", mayHaveHappened: false);
        var text = find.Text(0);
        find.Reset();
        return texts[number] = text;
    }
}
