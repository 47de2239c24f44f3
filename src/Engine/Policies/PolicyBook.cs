using Muster.Core.Policies;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Policies;

/// <summary>
/// The policy in force, and all that were before: an event is read under the policy that it was decided by. They are
/// kept in a stream of their own, as the text they were written in.
/// </summary>
public sealed class PolicyBook
{
    private static readonly StreamId Stream = new("configuration/policy");
    private const string Adopted = "policy.adopted.v1";

    private readonly Dictionary<string, Policy> byVersion;

    private PolicyBook(Policy current, Dictionary<string, Policy> byVersion) =>
        (Current, this.byVersion) = (current, byVersion);

    public Policy Current { get; }

    /// <exception cref="KeyNotFoundException">No policy of this version was ever in force here.</exception>
    public Policy Of(string version) => byVersion.TryGetValue(version, out var policy)
        ? policy
        : throw new KeyNotFoundException($"the store knows no policy {version}; it was written by another program");

    /// <summary>Opens the book and puts <paramref name="wanted"/> in force where another policy was before.</summary>
    /// <param name="text">The text of the wanted policy.</param>
    /// <param name="read">Reads a text that was in force before.</param>
    public static async Task<PolicyBook> Open(
        IEventStore store, long epoch, Policy wanted, string text, Func<string, Policy> read, Instant now)
    {
        var known = new Dictionary<string, Policy>(StringComparer.Ordinal);
        var (version, latest) = (0L, (string?)null);
        while (await store.ReadStream(Stream, version, 100).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var adopted in page)
            {
                var before = read(System.Text.Encoding.UTF8.GetString(adopted.PersonalText.Span));
                known[adopted.Policy] = before.Version == adopted.Policy
                    ? before
                    : throw new InvalidOperationException(
                        $"the policy {adopted.Policy} reads as {before.Version} today; the store is from another program");
                (version, latest) = (adopted.Version, adopted.Policy);
            }
        }
        known[wanted.Version] = wanted;
        if (latest != wanted.Version)
            await Adopt(store, epoch, wanted, text, version, now).ConfigureAwait(false);
        return new PolicyBook(wanted, known);
    }

    private static async Task Adopt(
        IEventStore store, long epoch, Policy policy, string text, long version, Instant now)
    {
        var adopted = new NewEvent
        {
            Type = Adopted,
            HappenedAt = now,
            Policy = policy.Version,
            Body = "{}"u8.ToArray(),
            PersonalText = System.Text.Encoding.UTF8.GetBytes(text),
        };
        var result = await store.Append(new Batch
        {
            Epoch = epoch,
            RecordedAt = now,
            Streams = [new StreamAppend(Stream, version, [adopted])],
        }).ConfigureAwait(false);
        if (result is not AppendResult.Appended)
            throw new InvalidOperationException($"the policy could not be put in force: {result}");
    }
}
