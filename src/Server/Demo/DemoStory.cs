using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Server.Composition;
using NodaTime;

namespace Muster.Server.Demo;

/// <summary>
/// What happens before the viewer's eyes: an outage is reported, becomes a major incident, and people do their part.
/// Each step has its own key, so that a server which was killed in the middle goes on where it was.
/// </summary>
internal sealed partial class DemoStory(House house, ILogger<DemoStory> log) : BackgroundService
{
    /// <summary>What is said, how long after the step before.</summary>
    private sealed record Step(int After, Func<Instant, TicketCommand> Command);

    private static readonly Step[] Steps =
    [
        new(5, _ => new OpenTicket
        {
            Title = "Production application server down. All users affected.",
            Priority = Priority.P1,
            Service = "checkout",
            Source = "alertmanager",
            AffectedUsers = 1000,
        }),
        new(6, _ => new AcknowledgeTicket { By = "ana" }),
        new(2, _ => new AcceptRole(MajorWords.TechnicalLead, null) { By = "ana" }),
        new(4, _ => new AcceptRole(MajorWords.Commander, null) { By = "ines" }),
        new(3, _ => new AcceptRole(MajorWords.CommunicationsLead, null) { By = "bo" }),
        new(3, _ => new AcceptRole(MajorWords.Scribe, null) { By = "cy" }),
        new(4, now => new StateMilestone(Milestone.Started, null)
        {
            By = "cy",
            HappenedAt = now - Duration.FromMinutes(2),
        }),
        new(3, _ => new StartWork { By = "ana" }),
        new(8, _ => new NoteOnTimeline("The application server's process crashed: out of memory") { By = "ana" }),
        new(6, _ => new EndTask(MajorTask.Diagnosis, Cancelled: false) { By = "ana" }),
        new(6, now => new Decide(
            "Restart with more memory", ["Restart with more memory", "Roll back to 2.3.0"], "Quicker than a roll-back",
            "Users can work in 10 minutes", now + Duration.FromMinutes(10), null)
        {
            By = "ines",
        }),
        new(8, _ => new PostStatus(
            "identified", "Root cause identified: a memory leak. We are restarting the service.", null) { By = "bo" }),
        new(90, _ => new PostStatus("monitoring", "Service restarted. We are watching it.", null) { By = "bo" }),
    ];

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await Task.Yield();
        string? ticket = null;
        for (var index = 0; index < Steps.Length; index++)
        {
            var step = Steps[index];
            var key = $"{DemoWeek.Actor}/story/{index}";
            if (await house.Store.FindCommand(key, house.Now).ConfigureAwait(false) is null
                && !await Wait(TimeSpan.FromSeconds(step.After), stopping).ConfigureAwait(false))
                return;
            var answer = await house.Say(new TicketRequest(DemoWeek.Actor, ticket, step.Command(house.Now))
            {
                Key = key,
            }).ConfigureAwait(false);
            house.Tail.Written.Beat();
            if (answer is TicketAnswer.Done done)
                ticket ??= done.Ticket.State.Id.Value;
            else
                Refused(log, key, $"{answer}"); // a viewer took a part in it themselves
            if (ticket is null)
                return;
        }
    }

    private async Task<bool> Wait(TimeSpan time, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(time, house.Time, stopping).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "the demonstration's step {key} was not taken: {answer}")]
    private static partial void Refused(ILogger log, string key, string answer);
}
