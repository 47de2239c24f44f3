using Muster.Engine;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Composition;

/// <summary>The order in which the house opens: store, epoch, policy, desk, access.</summary>
internal static class Opening
{
    /// <exception cref="ServeRefusedException">The store does not open; the message says why.</exception>
    public static async Task<House> Open(ServeOptions options)
    {
        var store = OpenStore(options);
        try
        {
            return await Open(options, store).ConfigureAwait(false);
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<House> Open(ServeOptions options, IEventStore store)
    {
        var epoch = new WriterEpoch(store, options.Node);
        var now = House.MomentOf(options.Time);
        var policies = await OpenPolicies(options, store, await epoch.Current().ConfigureAwait(false), now)
            .ConfigureAwait(false);
        if (policies.Current.Version != options.Policy.Version)
            await options.Output.WriteLineAsync(
                $"The policy {policies.Current.Version} stays in force, which was put there over the interface; "
                + $"this start came with {options.Policy.Version}").ConfigureAwait(false);
        var desk = new TicketDesk(store, policies, epoch, () => House.MomentOf(options.Time));
        var tokens = new TokenBook(store, epoch, policies.Current.Version, () => House.MomentOf(options.Time));
        await tokens.Open().ConfigureAwait(false);
        return new House(
            store, epoch, policies, desk, tokens, new JournalTail(epoch), options.Time);
    }

    private static async Task<PolicyBook> OpenPolicies(ServeOptions options, IEventStore store, long epoch, Instant now)
    {
        try
        {
            return await PolicyBook.Open(store, epoch, options.Policy, options.PolicyText, now).ConfigureAwait(false);
        }
        catch (InvalidDataException fault)
        {
            throw new ServeRefusedException(fault.Message, fault);
        }
    }

    private static IEventStore OpenStore(ServeOptions options)
    {
        try
        {
            return options.OpenStore();
        }
        catch (Exception fault) when (fault is StoreRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new ServeRefusedException(fault.Message, fault);
        }
    }
}
