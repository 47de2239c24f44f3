using System.Collections.Immutable;
using static Muster.Core.Asking.Reach;

namespace Muster.Core.Asking;

/// <summary>Everything that can be asked for in words.</summary>
public static class Intents
{
    private const string Filter = " priority* state tier team assignee service requester idleFor atRisk all";

    public static ImmutableArray<IntentShape> All { get; } =
    [
        new("open", Acts, "title priority service team requester tags", "title", "title", Who: "requester",
            Example: "open a P3 ticket for service mail: inbox is slow"),
        new("triage", Acts, "ids priority team service category", "ids priority|team|service|category",
            Example: "triage 42 as P2 for the network team"),
        new("assign", Acts, "ids to team" + Filter, "ids to|team", Who: "to", Example: "assign 42 to bo"),
        new("start", Acts, "ids", "ids", Example: "start 42"),
        new("update", Acts, "ids text public", "ids text", "text", Example: "update 42: switched to the backup link"),
        new("ask", Acts, "ids text", "ids text", "text", Example: "ask the requester of 42: does it work now?"),
        new("reply", Acts, "ids text", "ids text", "text", Example: "reply on 42: works again"),
        new("hold", Acts, "ids reason until", "ids reason", null, When: "until",
            Example: "hold 42 for the vendor until tomorrow 9 am"),
        new("resume", Acts, "ids", "ids", Example: "resume 42"),
        new("resolve", Acts, "ids code text", "ids code", "text", Example: "resolve 42 as fixed: restarted it"),
        new("close", Acts, "ids code to reason text" + Filter, "ids", "text", Example: "close 42"),
        new("reopen", Acts, "ids reason", "ids", "reason", Example: "reopen 42 because the error is back"),
        new("prioritise", Acts, "ids priority reason", "ids priority", "reason", Example: "set priority of 42 to P2"),
        new("link", Acts, "ids to kind", "ids to", Example: "link 42 to 17"),
        new("unlink", Acts, "ids to kind", "ids to", Example: "unlink 42 from 17"),
        new("merge", Acts, "ids to", "ids to", Example: "merge 42 into 17"),
        new("tag", Acts, "ids tags", "ids tags", Example: "tag 42 with os=macOS"),
        new("snooze", Acts, "ids until duration reason", "ids until", "reason", When: "until",
            Example: "snooze 42 for two hours"),
        new("escalate", Acts, "ids to reason" + Filter, "ids", "reason", Example: "escalate 42 to tier 2"),
        new("acknowledge", Acts, "ids", "ids", Example: "acknowledge 42"),
        new("impact", Acts, "ids affectedUsers affectedShare", "ids affectedUsers|affectedShare",
            Example: "impact of 42: 500 users affected"),
        .. Majors, .. Changes, .. Problems, .. Readings,
    ];

    private static readonly ImmutableDictionary<string, IntentShape> ByName =
        All.ToImmutableDictionary(intent => intent.Name);

    private static IEnumerable<IntentShape> Majors =>
    [
        new("declare", Major, "ids severity priority title text reason service", "ids|title",
            Example: "declare 42 as SEV-1"),
        new("severity", Major, "ids severity reason", "ids severity", "reason", Example: "set severity of 42 to SEV-2"),
        new("role", Major, "ids role to", "ids role to", Who: "to", Example: "make ana commander of 42"),
        new("accept-role", Major, "ids role", "ids role", Example: "accept the commander role for 42"),
        new("handover", Major, "ids role to", "ids role to", Who: "to", Example: "hand over commander of 42 to bo"),
        new("post", Major, "ids text", "ids text", "text", Example: "post a status update for 42: cause found"),
        new("decide", Major, "ids text", "ids text", "text", Example: "decision on 42: restart the server"),
        new("note", Major, "ids text at", "ids text", "text", When: "at", Example: "note on major 42: memory is full"),
        new("task", Major, "ids text to until", "ids text", "text", When: "until", Who: "to",
            Example: "add a task to 42 for bo: collect heap dumps"),
        new("milestone", Major, "ids milestone at reason", "ids milestone", "reason", When: "at",
            Example: "42 was detected at 8:30"),
        new("restore", Major, "ids confirmedBy text", "ids", "text", Who: "confirmedBy",
            Example: "service restored on 42, confirmed by bo"),
        new("stand-down", Major, "ids", "ids", Example: "stand down 42"),
        new("why", Major, "ids text", "ids text", "text", Example: "why on 42: it ran out of memory"),
        new("lesson", Major, "ids kind text", "ids text kind", "text", Example: "what went well in 42: quick war room"),
        new("action", Major, "ids text to until priority", "ids text", "text", When: "until", Who: "to",
            Example: "add an action to 42 for ana until Friday: write the runbook"),
        new("accept", Major, "ids", "ids", Example: "accept the candidate 42"),
        new("reject", Major, "ids reason", "ids", "reason", Example: "reject candidate 42: only a test"),
    ];

    private static IEnumerable<IntentShape> Changes =>
    [
        new("change.request", Later, "what start duration downtime", "what", "what", When: "start",
            Example: "request a change: upgrade the firewall"),
        new("change.assess", Later, "ids", "ids", Example: "assess the impact of CHG-234"),
        new("change.propose", Later, "ids", "ids", Example: "propose windows for CHG-234"),
        new("change.schedule", Later, "ids what start end duration downtime", Free: "what", When: "start",
            Example: "schedule maintenance for the database upgrade next Sunday at 2 am for two hours"),
        new("change.approve", Later, "ids", "ids", Example: "approve CHG-234"),
        new("change.reject", Later, "ids reason", "ids", "reason", Example: "reject CHG-234 because of the freeze"),
        new("change.check", Later, "ids text", "ids", "text", "text", Example: "check off backup completed on CHG-234"),
        new("change.begin", Later, "ids", "ids", Example: "begin CHG-234"),
        new("change.progress", Later, "ids text", "ids", "text", Example: "progress on CHG-234: schema migrated"),
        new("change.extend", Later, "ids duration until", "ids duration|until", When: "until",
            Example: "extend CHG-234 by 30 minutes"),
        new("change.complete", Later, "ids", "ids", Example: "complete CHG-234"),
        new("change.rollback", Later, "ids reason", "ids", "reason", Example: "roll back CHG-234"),
        new("change.cancel", Later, "ids reason", "ids", "reason", Example: "cancel CHG-234"),
    ];

    private static IEnumerable<IntentShape> Problems =>
    [
        new("problem.open", Later, "title ids", "title|ids", "title",
            Example: "open a problem: recurring VPN disconnects"),
        new("problem.link", Later, "ids to", "ids to", Example: "link 42 and 43 to PRB-12"),
        new("problem.unlink", Later, "ids to", "ids to", Example: "unlink 42 from PRB-12"),
        new("problem.confirm", Later, "ids", "ids", Example: "confirm PRB-12"),
        new("problem.dismiss", Later, "ids reason", "ids", "reason", Example: "dismiss PRB-12"),
        new("problem.split", Later, "ids", "ids", Example: "split PRB-12"),
        new("problem.merge", Later, "ids to", "ids to", Example: "merge PRB-12 into PRB-13"),
        new("problem.investigate", Later, "ids what from about", "ids|what", null, "what", "from",
            Example: "investigate PRB-12"),
        new("problem.workaround", Later, "ids text", "ids text", "text", Example: "workaround for PRB-12: reconnect"),
        new("problem.cause", Later, "ids text", "ids text", "text", Example: "cause of PRB-12: certificate renewal"),
        new("problem.resolve", Later, "ids code text", "ids", "text", Example: "resolve PRB-12 as fixed"),
        new("article.open", Later, "title", "title", "title", "title",
            Example: "create a knowledge article: VPN disconnects"),
    ];

    private static IEnumerable<IntentShape> Readings =>
    [
        new("list", Reads, "kind duration from until within period q limit severity" + Filter, Free: "q",
            When: "period", Who: "assignee", Example: "all open P2 for the network team older than 4 h"),
        new("show", Reads, "ids", "ids", Example: "what is the status of 42?"),
        new("sla-status", Reads, "ids clock within" + Filter, When: "within",
            Example: "check SLA status for all open P2 tickets"),
        new("report", Reads, "ids format about", "ids", Example: "generate incident report for 42"),
        new("patterns", Later, "about within period from until team", Free: "about", When: "period",
            Example: "monitor for related incident patterns"),
        new("oncall-who", Reads, "team service role person at from until", Free: "service", When: "at", Who: "person",
            Example: "who is on call for the network team tonight?"),
        new("timeline", Reads, "ids from until", "ids", When: "period", Example: "timeline of 42"),
        new("explain", Reads, "ids clock at assume about person", "ids", When: "at", Who: "person",
            Example: "why was 42 escalated?"),
        new("metrics", Reads, "about period from until within team service priority*", Free: null, When: "period",
            Example: "SLA compliance of last week"),
        new("help", Reads, "about", Example: "what can you do?"),
    ];

    /// <exception cref="KeyNotFoundException">There is no such intent.</exception>
    public static IntentShape Named(string name) => ByName[name];
}
