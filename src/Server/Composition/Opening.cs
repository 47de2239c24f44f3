using Muster.Engine;
using Muster.Engine.Alerts;
using Muster.Engine.Tickets;
using Muster.Server.Access;
using Muster.Server.Answering;
using Muster.Server.Api;
using Muster.Server.Demo;
using Muster.Server.Inbound;
using Muster.Server.Status;
using Muster.Server.Status.Subscriptions;
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
        var notices = new List<string>();
        var counted = await ZoneStart.Look(options.Settings.Time.Zones, store).ConfigureAwait(false);
        var isFresh = (await store.ReadAll(0, 1).ConfigureAwait(false)).Count == 0;
        var policies = await PolicyStart.Open(
            options, store, await epoch.Current().ConfigureAwait(false),
            options.IsDemo ? now - Duration.FromDays(8) : now, notices).ConfigureAwait(false);
        var zones = await counted.Use(epoch, policies, now, notices).ConfigureAwait(false);
        var desk = new TicketDesk(store, policies, epoch, () => House.MomentOf(options.Time));
        var tokens = new TokenBook(store, epoch, policies.Current.Version, () => House.MomentOf(options.Time));
        await tokens.Open().ConfigureAwait(false);
        var integrations = new IntegrationBook(
            store, epoch, policies.Current.Version, () => House.MomentOf(options.Time));
        await integrations.Open().ConfigureAwait(false);
        var reached = new ReachedAt { Address = options.PublicUrl ?? options.Urls[0] };
        var answers = await AnswerLinks.Open(
            store, epoch, policies.Current.Version, () => reached.Address, () => House.MomentOf(options.Time))
            .ConfigureAwait(false);
        if (options.IsDemo && isFresh)
            await new DemoWeek(store, policies, epoch, answers, options.Settings.Templates)
                .Fill(now - Duration.FromSeconds(1), DemoSeed).ConfigureAwait(false);
        var book = new StatusBook(
            store, epoch, () => policies.Current.Version, () => House.MomentOf(options.Time));
        await book.Open().ConfigureAwait(false);
        var subscriptions = new SubscriptionBook(
            store, epoch, () => policies.Current.Version, () => House.MomentOf(options.Time));
        await subscriptions.Open().ConfigureAwait(false);
        var channels = WaysToPeople.Open(options);
        var status = new StatusPage(
            new StatusReading(store, desk, policies, book, options.Settings.Templates, answers), book,
            options.StatusDirectory, options.Settings.Status, () => reached.Address.TrimEnd('/'),
            () => House.MomentOf(options.Time))
        {
            ByMail = channels.Any(channel => channel.Name == "mail"),
            Public = PublicPage.Of(options.Settings, () => House.MomentOf(options.Time)),
        };
        var tail = new JournalTail(epoch);
        desk.Armed += _ => tail.Written.Beat(); // what time brings is told at once, too
        return new House(
            store, epoch, policies, desk, tokens, tail, channels, answers, new Pulse(), reached, options.Time)
        {
            Integrations = integrations,
            Alerts = new AlertDesk(store, desk, policies, epoch, () => House.MomentOf(options.Time))
            {
                Sources = id => integrations.Find(id)?.Source,
            },
            Sessions = new SessionBook(
                store, epoch, tokens, policies.Current.Version, () => House.MomentOf(options.Time)),
            Settings = options.Settings,
            Status = status,
            Subscriptions = subscriptions,
            SubscriptionLinks = new SubscriptionLinks(answers.KeyFor("subscriptions"), () => reached.Address),
            Notices = notices,
            Zones = zones,
        };
    }

    private const int DemoSeed = 1;

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
