using System.Globalization;
using Muster.Engine.Policies;
using Muster.Files.Policies;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Composition;

/// <summary>
/// Which policy is in force from the start on: the file's, unless somebody changed it in the running server since.
/// </summary>
internal static class PolicyStart
{
    /// <summary>A longer list of differences helps nobody; the files themselves do.</summary>
    private const int MostListed = 50;

    /// <param name="notices">What is to be told once somebody can log.</param>
    /// <exception cref="ServeRefusedException">A stored policy reads as another one today.</exception>
    public static async Task<PolicyBook> Open(
        ServeOptions options, IEventStore store, long epoch, Instant now, List<string> notices)
    {
        try
        {
            var book = await PolicyBook.Load(store, options.Settings.Time.Zones.Zones).ConfigureAwait(false);
            while (Wanted(options, book, notices) is { } wanted)
            {
                var before = book.HasPolicy ? book.Current.Version : null;
                if (!await book.Adopt(store, epoch, wanted, now).ConfigureAwait(false))
                    continue;
                if (before != wanted.Policy.Version)
                    notices.Add($"the policy {wanted.Policy.Version} is in force"
                        + (before is null ? "" : $" in place of {before}"));
                break;
            }
            return book;
        }
        catch (InvalidDataException fault)
        {
            throw new ServeRefusedException(fault.Message, fault);
        }
    }

    /// <summary>What is to be put in force; null where what is in force stays.</summary>
    private static AdoptedPolicy? Wanted(ServeOptions options, PolicyBook book, List<string> notices)
    {
        var wanted = new AdoptedPolicy(options.Policy, options.PolicyText, options.PolicyOrigin);
        if (!book.HasPolicy)
            return wanted;
        var kept = book.InForce;
        if (kept.Policy.Version == options.Policy.Version)
            return null;
        if (wanted.Origin == PolicyOrigin.Shipped && kept.Origin != PolicyOrigin.Shipped)
        {
            notices.Add($"no configuration names a policy; {kept.Policy.Version} stays in force");
            return null;
        }
        if (kept.Origin != PolicyOrigin.Api || options.ConfigWins)
            return wanted;
        notices.Add($"the policy {kept.Policy.Version}, changed in the running server, stays in force; "
            + $"it differs from the configuration's {options.Policy.Version}, which --config-wins puts in its place");
        var differences = PolicyDifferences.Between(kept.Text, options.PolicyText);
        notices.AddRange(differences.Take(MostListed).Select(line => $"in force is {line}"));
        if (differences.Count > MostListed)
            notices.Add(string.Create(
                CultureInfo.InvariantCulture, $"and {differences.Count - MostListed} more differences"));
        return null;
    }
}
