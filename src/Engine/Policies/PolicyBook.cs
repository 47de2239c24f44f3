using System.Collections.Immutable;
using System.Text;
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
    private const string Adopted = "policy.adopted.v1";
    private const int PageSize = 100;

    private static readonly StreamId Stream = new("configuration/policy");

    private volatile Known known = new([], ImmutableDictionary<string, Policy>.Empty);

    private PolicyBook() { }

    /// <exception cref="InvalidOperationException">No policy was ever put in force here.</exception>
    public Policy Current => known.Versions is [.., var last]
        ? last.Policy
        : throw new InvalidOperationException("the store has no policy yet");

    /// <summary>The text of the policy in force.</summary>
    public string CurrentText => known.Versions is [.., var last] ? last.Text : "";

    /// <summary>How many policies were in force, one after another.</summary>
    public long Adoptions => known.Versions.Length;

    /// <summary>All that were in force, one after another, the present one last.</summary>
    public ImmutableArray<PolicyVersion> Versions => known.Versions;

    /// <summary>The policy that was in force at an instant; before the first one, the first.</summary>
    public Policy InForceAt(Instant at) =>
        (Versions.LastOrDefault(version => version.At <= at) ?? Versions[0]).Policy;

    /// <exception cref="KeyNotFoundException">No policy of this version was ever in force here.</exception>
    public Policy Of(string version) => known.ByName.TryGetValue(version, out var policy)
        ? policy
        : throw new KeyNotFoundException($"the store knows no policy {version}; it was written by another program");

    /// <summary>Reads what was in force so far, and changes nothing.</summary>
    /// <exception cref="InvalidDataException">A text reads as another policy than it did.</exception>
    public static async Task<PolicyBook> Load(IEventStore store)
    {
        var book = new PolicyBook();
        while (await store.ReadStream(Stream, book.Adoptions, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var adopted in page)
            {
                var text = Encoding.UTF8.GetString(adopted.PersonalText.Span);
                book.Enter(new PolicyVersion(
                    PolicyText.Read(adopted.Policy, text), text, adopted.HappenedAt, adopted.Actor));
            }
        }
        return book;
    }

    /// <summary>Reads the book and puts <paramref name="wanted"/> in force where another policy is.</summary>
    /// <param name="text">The text of the wanted policy, from which it is read again at the next start.</param>
    /// <exception cref="InvalidDataException">A text reads as another policy than it did.</exception>
    public static async Task<PolicyBook> Open(IEventStore store, long epoch, Policy wanted, string text, Instant now)
    {
        var book = await Load(store).ConfigureAwait(false);
        if (book.Adoptions > 0 && book.Current.Version == wanted.Version)
            return book;
        PolicyText.Read(wanted.Version, text);
        var adopted = new NewEvent
        {
            Type = Adopted,
            HappenedAt = now,
            Policy = wanted.Version,
            Body = "{}"u8.ToArray(),
            PersonalText = Encoding.UTF8.GetBytes(text),
        };
        var result = await store.Append(new Batch
        {
            Epoch = epoch,
            RecordedAt = now,
            Streams = [new StreamAppend(Stream, book.Adoptions, [adopted])],
        }).ConfigureAwait(false);
        if (result is AppendResult.VersionConflict)
            return await Open(store, epoch, wanted, text, now).ConfigureAwait(false);
        if (result is not AppendResult.Appended)
            throw new InvalidOperationException($"the policy could not be put in force: {result}");
        book.Enter(new PolicyVersion(wanted, text, now, null));
        return book;
    }

    private void Enter(PolicyVersion version) => known = new Known(
        known.Versions.Add(version), known.ByName.SetItem(version.Policy.Version, version.Policy));

    private sealed record Known(
        ImmutableArray<PolicyVersion> Versions, ImmutableDictionary<string, Policy> ByName);
}

/// <summary>A policy that was put in force.</summary>
/// <param name="At">From when on.</param>
/// <param name="Actor">Who did, by an opaque id; null for the start of the program.</param>
public sealed record PolicyVersion(Policy Policy, string Text, Instant At, string? Actor);
