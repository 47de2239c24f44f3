using System.Collections.Immutable;
using System.Text;
using Muster.Core.Calendars;
using Muster.Core.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Policies;

/// <summary>
/// The policy in force, and all that were before: an event is read under the policy that it was decided by. They are
/// kept in a stream of their own, as the text they were written in. Safe for any number of readers while one is put in
/// force.
/// </summary>
public sealed class PolicyBook
{
    private const string Adopted = "policy.adopted.v1";
    private const int PageSize = 100;

    private static readonly StreamId Stream = new("configuration/policy");

    private readonly StreamLocks locks = new();

    // Policies with the same clocks share their agreements and calendars: an edit of a person re-targets no clock (S9).
    private readonly Dictionary<string, Policy> byClocks = new(StringComparer.Ordinal);
    private volatile Known known = new([], ImmutableDictionary.Create<string, Policy>(StringComparer.Ordinal));

    private PolicyBook(ZoneData zones) => Zones = zones;

    /// <summary>By which all policies here count.</summary>
    public ZoneData Zones { get; }

    /// <exception cref="InvalidOperationException">No policy was ever put in force here.</exception>
    public Policy Current => InForce.Policy;

    /// <summary>The text of the policy in force; empty where none ever was.</summary>
    public string CurrentText => HasPolicy ? InForce.Text : "";

    /// <summary>Whether a policy was ever put in force here.</summary>
    public bool HasPolicy => !Versions.IsEmpty;

    /// <exception cref="InvalidOperationException">No policy was ever put in force here.</exception>
    public AdoptedPolicy InForce => known.Versions is [.., var last]
        ? last
        : throw new InvalidOperationException("the store has no policy yet");

    /// <summary>How many policies were in force, one after another.</summary>
    public long Adoptions => known.Versions.Length;

    /// <summary>All that were in force, one after another, the present one last.</summary>
    public ImmutableArray<AdoptedPolicy> Versions => known.Versions;

    /// <summary>The policy that was in force at an instant; before the first one, the first.</summary>
    public Policy InForceAt(Instant at) =>
        (Versions.LastOrDefault(version => version.At <= at) ?? Versions[0]).Policy;

    public bool Knows(string version) => known.ByName.ContainsKey(version);

    /// <exception cref="KeyNotFoundException">No policy of this version was ever in force here.</exception>
    public Policy Of(string version) => known.ByName.TryGetValue(version, out var policy)
        ? policy
        : throw new KeyNotFoundException($"the store knows no policy {version}; it was written by another program");

    /// <summary>Reads what was in force so far, and changes nothing.</summary>
    /// <param name="zones">The zone data that they are typed with; null for what is built in.</param>
    /// <exception cref="InvalidDataException">A text reads as another policy than it did.</exception>
    public static async Task<PolicyBook> Load(IEventStore store, ZoneData? zones = null)
    {
        var book = new PolicyBook(zones ?? ZoneData.BuiltIn);
        await book.ReadOn(store).ConfigureAwait(false);
        return book;
    }

    /// <summary>Reads the book and puts <paramref name="wanted"/> in force where another policy is.</summary>
    /// <param name="text">The text of the wanted policy, from which it is read again at the next start.</param>
    /// <exception cref="InvalidDataException">A text reads as another policy than it did.</exception>
    public static async Task<PolicyBook> Open(IEventStore store, long epoch, Policy wanted, string text, Instant now)
    {
        var book = await Load(store, wanted.Zones).ConfigureAwait(false);
        while (!await book.Adopt(store, epoch, new AdoptedPolicy(wanted, text, PolicyOrigin.File), now)
            .ConfigureAwait(false))
            await book.ReadOn(store).ConfigureAwait(false);
        return book;
    }

    /// <summary>
    /// Puts a policy in force, from the next command on; true also where it is already. False where somebody else put
    /// one in force meanwhile, which is known from then on: look again and decide anew.
    /// </summary>
    /// <exception cref="InvalidDataException">The text reads as another policy.</exception>
    public async Task<bool> Adopt(IEventStore store, long epoch, AdoptedPolicy wanted, Instant now)
    {
        if (HasPolicy && Current.Version == wanted.Policy.Version)
            return true;
        var read = PolicyText.Check(wanted.Policy.Version, wanted.Text, Zones);
        var result = await store.Append(new Batch
        {
            Epoch = epoch,
            RecordedAt = now,
            Streams = [new StreamAppend(Stream, Adoptions, [Adoption(wanted, now)])],
        }).ConfigureAwait(false);
        if (result is AppendResult.VersionConflict)
        {
            await ReadOn(store).ConfigureAwait(false);
            return false;
        }
        if (result is not AppendResult.Appended)
            throw new InvalidOperationException($"the policy could not be put in force: {result}");
        Enter(wanted with { At = now }, read);
        return true;
    }

    /// <summary>
    /// Puts another policy in force: one change after another, each over what the one before it left.
    /// </summary>
    /// <param name="change">Makes it of the one in force.</param>
    /// <exception cref="InvalidDataException">The new policy's text does not read as that policy.</exception>
    public async Task<PolicyAnswer> Change(
        IEventStore store, WriterEpoch epoch, PolicyRequest request, Func<AdoptedPolicy, PolicyResult> change)
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
            var version = new AdoptedPolicy(policy, text, PolicyOrigin.Api) { At = request.At, Actor = request.Actor };
            if (request.IsDry)
                return new PolicyAnswer.Done(version, isNew);
            var next = PolicyText.Check(policy.Version, text, Zones);
            var result = await epoch.Append(now => new Batch
            {
                Epoch = now,
                RecordedAt = request.At,
                Streams = isNew ? [new StreamAppend(Stream, Adoptions, [Adoption(version, request.At)])] : [],
                Command = request.Command with { Answer = Encoding.UTF8.GetBytes(policy.Version) },
            }).ConfigureAwait(false);
            switch (result)
            {
                case AppendResult.Appended:
                    if (isNew)
                        Enter(version, next);
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
                var read = PolicyText.Read(adopted.Policy, text, Zones);
                var origin = AdoptedPolicy.OriginOf(adopted.Body, adopted.Policy);
                Enter(
                    new AdoptedPolicy(read.Policy!, text, origin) { At = adopted.HappenedAt, Actor = adopted.Actor },
                    read);
            }
        }
    }

    private static NewEvent Adoption(AdoptedPolicy adopted, Instant at) => new()
    {
        Type = Adopted,
        HappenedAt = at,
        Actor = adopted.Actor,
        Policy = adopted.Policy.Version,
        Body = adopted.Body,
        PersonalText = Encoding.UTF8.GetBytes(adopted.Text),
    };

    private void Enter(AdoptedPolicy adopted, PolicyResult read)
    {
        var clocks = read.DigestOf("calendars", "sla");
        var policy = read.Policy!;
        if (byClocks.TryGetValue(clocks, out var alike))
            policy = policy with { Calendars = alike.Calendars, Sla = alike.Sla };
        else
            byClocks[clocks] = policy;
        known = new Known(
            known.Versions.Add(adopted with { Policy = policy }), known.ByName.SetItem(policy.Version, policy));
    }

    private sealed record Known(
        ImmutableArray<AdoptedPolicy> Versions, ImmutableDictionary<string, Policy> ByName);
}
