using System.Collections.Immutable;
using System.Text;
using Muster.Core.Policies;
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

    private volatile Known known = new([], ImmutableDictionary.Create<string, Policy>(StringComparer.Ordinal));

    private PolicyBook() { }

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
    /// <exception cref="InvalidDataException">A text reads as another policy than it did.</exception>
    public static async Task<PolicyBook> Load(IEventStore store)
    {
        var book = new PolicyBook();
        await book.ReadOn(store).ConfigureAwait(false);
        return book;
    }

    /// <summary>Reads the book and puts <paramref name="wanted"/> in force where another policy is.</summary>
    /// <param name="text">The text of the wanted policy, from which it is read again at the next start.</param>
    /// <exception cref="InvalidDataException">A text reads as another policy than it did.</exception>
    public static async Task<PolicyBook> Open(IEventStore store, long epoch, Policy wanted, string text, Instant now)
    {
        var book = await Load(store).ConfigureAwait(false);
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
        PolicyText.Read(wanted.Policy.Version, wanted.Text);
        var adopted = new NewEvent
        {
            Type = Adopted,
            HappenedAt = now,
            Actor = wanted.Actor,
            Policy = wanted.Policy.Version,
            Body = wanted.Body,
            PersonalText = Encoding.UTF8.GetBytes(wanted.Text),
        };
        var result = await store.Append(new Batch
        {
            Epoch = epoch,
            RecordedAt = now,
            Streams = [new StreamAppend(Stream, Adoptions, [adopted])],
        }).ConfigureAwait(false);
        if (result is AppendResult.VersionConflict)
        {
            await ReadOn(store).ConfigureAwait(false);
            return false;
        }
        if (result is not AppendResult.Appended)
            throw new InvalidOperationException($"the policy could not be put in force: {result}");
        Enter(wanted with { At = now });
        return true;
    }

    private async Task ReadOn(IEventStore store)
    {
        while (await store.ReadStream(Stream, Adoptions, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var adopted in page)
            {
                var text = Encoding.UTF8.GetString(adopted.PersonalText.Span);
                var policy = PolicyText.Read(adopted.Policy, text);
                Enter(new AdoptedPolicy(policy, text, AdoptedPolicy.OriginOf(adopted.Body, adopted.Policy))
                {
                    At = adopted.HappenedAt,
                    Actor = adopted.Actor,
                });
            }
        }
    }

    private void Enter(AdoptedPolicy adopted) => known = new Known(
        known.Versions.Add(adopted), known.ByName.SetItem(adopted.Policy.Version, adopted.Policy));

    private sealed record Known(
        ImmutableArray<AdoptedPolicy> Versions, ImmutableDictionary<string, Policy> ByName);
}
