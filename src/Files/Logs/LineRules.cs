using Muster.Core.Escalation;
using Muster.Core.Tickets;

namespace Muster.Files.Logs;

/// <summary>Which fields a verb takes and needs, and the command that they make.</summary>
internal static class LineRules
{
    // the order of CONTRACT, whatever the line's
    private static readonly string[] ImpactOrder = [.. LogFields.Names(LogField.Impact)];

    /// <summary>What is wrong with the shape of a line whose fields could each be read; null when nothing is.</summary>
    public static string? FaultOf(LineValues said)
    {
        if (!said.Has(LogField.At))
            return "at is missing: every line says when, such as 2025-10-20T09:00:00Z";
        if (said.At >= LogReader.End)
            return $"at lies beyond {LogReader.End}; write the year in which it was";
        if (!said.Has(LogField.Do))
            return "do is missing: every line names a verb";
        if (LogFields.TakenBy(said.Verb) is not { } taken || Verbs.Served.Contains(said.Verb))
            return $"{said.Verb} is no verb{Nearest.Hint(said.Verb, Verbs.All)}";
        if (!said.Has(LogField.Ticket))
            return "ticket is missing: every line names one";
        return Foreign(said, taken | LogField.AnyLine) ?? Missing(said, LogField.None) ?? Senseless(said);
    }

    /// <summary>All that is wrong with the fields of a body.</summary>
    /// <param name="unread">Those that were there and could not be read: they are not missed.</param>
    public static IEnumerable<(LogField Field, string Text)> FaultsOf(LineValues said, LogField unread)
    {
        var taken = LogFields.TakenBy(said.Verb) ?? LogField.None;
        if (Foreign(said, taken | LogField.AnyBody) is { } foreign)
            yield return (said.Said & ~(taken | LogField.AnyBody), foreign);
        if (Missing(said, unread) is { } missing)
            yield return (LogFields.NeededBy(said.Verb) & ~(said.Said | unread), missing);
        if (unread == LogField.None && Senseless(said) is { } senseless)
            yield return (BlamedBy(said.Verb), senseless);
    }

    private static LogField BlamedBy(string verb) => verb switch
    {
        "hold" or "open" => LogField.Reason,
        "task" or "action" => LogField.Text,
        "lesson" or "link" or "unlink" => LogField.Kind,
        "bridge" => LogField.Link,
        _ => LogField.To,
    };

    private static string? Foreign(LineValues said, LogField taken) => (said.Said & ~taken) is not 0 and var foreign
        ? $"{said.Verb} takes no {string.Join(", ", LogFields.Names(foreign))}"
        : null;

    private static string? Missing(LineValues said, LogField unread) =>
        (LogFields.NeededBy(said.Verb) & ~(said.Said | unread)) is not 0 and var missing
            ? $"{said.Verb} needs {string.Join(", ", LogFields.Names(missing))}"
            : null;

    /// <summary>What cannot be, though every field could be read and none is missing by itself.</summary>
    private static string? Senseless(LineValues said) => said.Verb switch
    {
        "assign" when !said.Has(LogField.Team | LogField.To) => "assign needs team or to",
        "open" when said.UsersAreAtLeast =>
            "affectedUsers must be a whole number from 0; impact takes at least so many",
        "open" when said.Major?.State is { } state => $"state {state} is no state of a ticket",
        "link" or "unlink" when said.Major?.Kind is { } kind => $"kind {kind} is no kind of link",
        "bridge" when !said.Has(LogField.Link | LogField.Channel) => "bridge needs link or channel",
        "lesson" when said.Major?.Kind is null => "kind must be well or improve",
        "task" or "action" => ItemFault(said),
        "hold" when said.Has(LogField.Reason) && !said.ReasonIsHold => HoldFault(said),
        "open" when said.Has(LogField.Reason) && !said.ReasonIsHold => HoldFault(said),
        "escalate" when said.To is { } tier && TierNames.Parse(tier) is null =>
            $"to must be a tier: {string.Join(' ', TierNames.All)}",
        _ => null,
    };

    /// <summary>A new one has words, a known one is named by its number and gets another state.</summary>
    private static string? ItemFault(LineValues said)
    {
        var isKnown = said.Has(said.Verb == "task" ? LogField.Task : LogField.Action);
        if (isKnown && said.Major?.State is null)
            return $"state must be one of {(said.Verb == "task" ? "done cancelled" : "open done cancelled")}";
        if (isKnown && said.Verb == "task" && said.Major?.State == "open")
            return "state must be one of done cancelled";
        const LogField OfNew = LogField.Text | LogField.To | LogField.Until | LogField.Priority | LogField.Class
            | LogField.Horizon;
        if (isKnown && said.Has(OfNew))
            return $"a known {said.Verb} takes state and, an action, verification; nothing else";
        if (!isKnown && string.IsNullOrWhiteSpace(said.Text))
            return $"{said.Verb} needs text for a new one, or {said.Verb} with the number of a known one";
        return !isKnown && said.Has(LogField.State | LogField.Verification)
            ? $"a new {said.Verb} has no state yet"
            : null;
    }

    private static string HoldFault(LineValues said) =>
        $"reason {said.Reason} is not known: user, vendor, approval, change, "
        + "or one of the policy's lifecycle.holdReasons";

    public static TicketCommand Command(LineValues said)
    {
        var (by, imported) = (said.By, said.Imported); // said in each, for "with" would make every command twice
        return said.Verb switch
        {
            "open" => Open(said),
            "triage" => new TriageTicket(said.Category, said.Service, Priority(said), said.Team)
            {
                By = by,
                Imported = imported,
            },
            "assign" => new AssignTicket(said.Team, said.To) { By = by, Imported = imported },
            "start" => new StartWork { By = by, Imported = imported },
            "update" => new UpdateTicket(said.Public, said.Auto, said.Text) { By = by, Imported = imported },
            "ask" => new AskRequester(said.Text) { By = by, Imported = imported },
            "reply" => new ReplyToTicket(said.Auto, said.Text) { By = by, Imported = imported },
            "hold" => new HoldTicket(said.Reason!, said.Has(LogField.Until) ? said.Until : null)
            {
                By = by,
                Imported = imported,
            },
            "resume" => new ResumeTicket { By = by, Imported = imported },
            "resolve" => new ResolveTicket(said.Code!, said.Text) { By = by, Imported = imported },
            "close" => new CloseTicket(said.Code, said.Text) { By = by, Imported = imported },
            _ => Rare(said) with { By = by, Imported = imported },
        };
    }

    private static OpenTicket Open(LineValues said) => new()
    {
        By = said.By,
        Imported = said.Imported,
        Title = said.Title,
        Description = said.Description,
        Text = said.Text,
        Priority = Priority(said),
        Category = said.Category,
        Service = said.Service,
        Requester = said.Requester,
        Source = said.Source,
        Tags = said.Tags,
        Aliases = said.Aliases,
        AffectedUsers = said.AffectedUsers,
        Status = said.Has(LogField.State) ? said.State : null,
        Reason = said.Reason,
    };

    private static TicketCommand Rare(LineValues said) => said.Verb switch
    {
        "reopen" => new ReopenTicket(said.Reason),
        "acknowledge" => new AcknowledgeTicket(),
        "prioritise" => new PrioritiseTicket(said.Priority, said.Reason),
        "link" => new LinkTicket(said.To!, said.Kind),
        "unlink" => new UnlinkTicket(said.To!, said.Kind),
        "merge" => new MergeTicket(said.To!, said.Text),
        "tag" => new TagTicket(said.Tags),
        "snooze" => new SnoozeTicket(said.Until, said.Reason),
        "escalate" => new EscalateTicket(
            TierNames.Parse(said.To), said.Has(LogField.AsOf) ? said.AsOf : null, said.Reason)
        {
            Reference = said.Reference,
        },
        "impact" => new StateImpact([.. said.Impact.OrderBy(fact => Array.IndexOf(ImpactOrder, fact.Name))]),
        "declare" => new DeclareMajor(said.Severity) { Text = said.Text },
        "stand-down" => new StandDown(),
        "correct" => new CorrectTime(said.Number, said.Reason!),
        _ => MajorRules.Command(said),
    };

    private static Priority? Priority(LineValues said) => said.Has(LogField.Priority) ? said.Priority : null;
}
