using System.Collections.Immutable;
using System.Text;
using Muster.Core.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
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

    private readonly StreamLocks locks = new();

    // Policies with the same clocks share their agreements and calendars: an edit of a person re-targets no clock (S9).
    private readonly Dictionary<string, Policy> byClocks = new(StringComparer.Ordinal);
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
        await book.ReadOn(store).ConfigureAwait(false);
        return book;
    }

    /// <summary>
    /// Reads the book and puts <paramref name="wanted"/> in force where another policy is, unless that one was put in
    /// force by somebody since.
    /// </summary>
    /// <param name="text">The text of the wanted policy, from which it is read again at the next start.</param>
    /// <exception cref="InvalidDataException">A text reads as another policy than it did.</exception>
    public static async Task<PolicyBook> Open(IEventStore store, long epoch, Policy wanted, string text, Instant now)
    {
        var book = await Load(store).ConfigureAwait(false);
        if (book.Versions is [.., var last] && (last.Policy.Version == wanted.Version || last.Actor is not null))
            return book;
        var adopted = Adoption(new PolicyVersion(wanted, text, now, null));
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
        book.Enter(PolicyText.Read(wanted.Version, text), text, now, null);
        return book;
    }

    /// <summary>
    /// Puts another policy in force: one change after another, each over what the one before it left.
    /// </summary>
    /// <param name="change">Makes it of the one in force.</param>
    /// <exception cref="InvalidDataException">The new policy's text does not read as that policy.</exception>
    public async Task<PolicyAnswer> Change(
        IEventStore store, WriterEpoch epoch, PolicyRequest request, Func<PolicyVersion, PolicyResult> change)
    {
        using (await locks.Enter(Stream).ConfigureAwait(false))
        {
            var before = known.Versions[^1];
            if (request.Seen is { } seen && seen != before.Policy.Version)
                return new PolicyAnswer.Stale(before.Policy.Version);
            var read = change(before);
            if (read.Policy is not { } policy)
                return new PolicyAnswer.Faulty(read.Faults);
            var text = read.MergedYaml;
            var isNew = policy.Version != before.Policy.Version;
            if (request.IsDry)
                return new PolicyAnswer.Done(new PolicyVersion(policy, text, request.At, request.Actor), isNew);
            var next = PolicyText.Read(policy.Version, text);
            var version = new PolicyVersion(policy, text, request.At, request.Actor);
            var result = await epoch.Append(now => new Batch
            {
                Epoch = now,
                RecordedAt = request.At,
                Streams = isNew ? [new StreamAppend(Stream, Adoptions, [Adoption(version)])] : [],
                Command = request.Command with { Answer = Encoding.UTF8.GetBytes(policy.Version) },
            }).ConfigureAwait(false);
            switch (result)
            {
                case AppendResult.Appended:
                    if (isNew)
                        Enter(next, text, request.At, request.Actor);
                    return new PolicyAnswer.Done(known.Versions[^1], isNew);
                case AppendResult.KeyUsed used:
                    return new PolicyAnswer.Repeated(used.Earlier);
                case AppendResult.VersionConflict: // another process changed it
                    await ReadOn(store).ConfigureAwait(false);
                    return new PolicyAnswer.Stale(Current.Version);
                default:
                    return new PolicyAnswer.Overloaded();
            }
        }
    }

    private async Task ReadOn(IEventStore store)
    {
        while (await store.ReadStream(Stream, Adoptions, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var adopted in page)
            {
                var text = Encoding.UTF8.GetString(adopted.PersonalText.Span);
                Enter(PolicyText.Read(adopted.Policy, text), text, adopted.HappenedAt, adopted.Actor);
            }
        }
    }

    private static NewEvent Adoption(PolicyVersion version) => new()
    {
        Type = Adopted,
        HappenedAt = version.At,
        Actor = version.Actor,
        Policy = version.Policy.Version,
        Body = "{}"u8.ToArray(),
        PersonalText = Encoding.UTF8.GetBytes(version.Text),
    };

    private void Enter(PolicyResult read, string text, Instant at, string? actor)
    {
        var clocks = read.DigestOf("calendars", "sla");
        var policy = read.Policy!;
        if (byClocks.TryGetValue(clocks, out var alike))
            policy = policy with { Calendars = alike.Calendars, Sla = alike.Sla };
        else
            byClocks[clocks] = policy;
        known = new Known(
            known.Versions.Add(new PolicyVersion(policy, text, at, actor)),
            known.ByName.SetItem(policy.Version, policy));
    }

    private sealed record Known(
        ImmutableArray<PolicyVersion> Versions, ImmutableDictionary<string, Policy> ByName);
}
