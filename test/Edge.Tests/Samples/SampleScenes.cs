using System.Text.Json.Nodes;

namespace Muster.Edge.Samples;

/// <summary>The tickets of September that people still talk about, each showing some rule at work.</summary>
internal static class SampleScenes
{
    public static void Play(SampleDesk desk)
    {
        LateReplyOpensAFollowUp(desk);
        ProductionDownIsDeclared(desk);
        PaymentsAreFixedInTime(desk);
        WarehouseBreaches(desk);
        NobodyTouchesIt(desk);
        ItBounces(desk);
        TheBoardIsWaiting(desk);
        WordsThatEscalateAndWordsThatDoNot(desk);
        ItComesBack(desk);
        NoAnswerForADay(desk);
        SameTroubleFourTimes(desk);
        AMoveWithChildren(desk);
        WaitingForApproval(desk);
        MisroutedAndCancelled(desk);
        TheNightAlarm(desk);
    }

    private static (string, JsonNode?) By(string name) => ("by", name);
    private static (string, JsonNode?) Text(string text) => ("text", text);
    private static (string, JsonNode?) Site(string site) => ("tags", new JsonObject { ["site"] = site });

    private static (string, JsonNode?)[] Of(string service, string category, string source, string site) =>
        [("category", category), ("service", service), ("source", source), Site(site)];

    /// <summary>L4: closed for more than 30 days, so the reply opens HD-2101/2.</summary>
    private static void LateReplyOpensAFollowUp(SampleDesk desk)
    {
        SampleDesk.Told first = desk.Open("2025-08-21 08:14",
            "Badge reader at the side door in Lyon beeps but stays shut",
                "P3", "claire.dumont", Of("access-control", "hardware", "mail", "Lyon"))
            .Then("11m", "assign", ("team", "tier-1"), ("to", "rui"), By("triage"))
            .Then("20m", "start", By("rui"))
            .Then("2h", "resolve", ("code", "fixed"), Text("Reader restarted"), By("rui"))
            .Then("25m", "reply", Text("Thank you"))
            .Then("10m", "close", By("rui"));
        first.Now = SampleDesk.Moment("2025-09-24 07:52");
        first.Do("reply", Text("The side door is shut again, same beep as in August."));
        first.Follow()
            .Then("9m", "assign", ("team", "tier-2"), ("to", "stefan"), By("ana"))
            .Then("14m", "start", By("stefan"))
            .Then("25m", "hold", ("reason", "vendor"), Text("Reader is being swapped"), By("stefan"))
            .Then("26h", "resume", By("stefan"))
            .Then("30m", "resolve", ("code", "replaced"), Text("New reader, tested with three badges"), By("stefan"));
    }

    private static void ProductionDownIsDeclared(SampleDesk desk)
    {
        SampleDesk.Told major = desk.Open("2025-09-09 08:12",
            "Production planning down in all plants, nobody can sign in",
                "P1", "viktor.hahn", [.. Of("erp", "outage", "phone", "Gdansk"), ("affectedUsers", 420)])
            .Then("2m", "assign", ("team", "tier-2"), ("to", "olek"), By("ana"))
            .Then("1m", "acknowledge", By("olek"))
            .Then("2m", "start", By("olek"))
            .Then("1m", "declare", ("severity", "SEV-1"), By("mareike"))
            .Then("12m", "update", ("public", true), Text("We know of the outage of planning; next word at 08:45."),
                By("mareike"));
        foreach ((string at, string title, string who) in new[]
        {
            ("2025-09-09 08:15", "Cannot sign in to planning", "marta.kowal"),
            ("2025-09-09 08:19", "ERP login spins for ever", "tomas.brandl"),
            ("2025-09-09 08:31", "Planning is dead in Vienna too", "katja.wimmer"),
        })
            desk.Open(at, title, "P2", who, Of("erp", "outage", "portal", "Vienna"))
                .Then("6m", "merge", ("to", major.Key), By("rui"));
        major.Then("14m", "update", Text("Database host out of disk: archive log not rotated"), By("olek"))
            .Then("5m", "assign", ("team", "tier-3"), ("to", "yara"), By("olek"))
            .Then("3m", "start", By("yara"))
            .Then("19m", "update", ("public", true), Text("Disk is freed, planning starts again."), By("yara"))
            .Then("16m", "impact", ("affectedUsers", 388), By("mareike"))
            .Then("9m", "resolve", ("code", "fixed"), Text("Archive moved, rotation repaired, alarm at 80 %"),
                By("yara"))
            .Then("15m", "stand-down", By("mareike"))
            .Then("1d", "update", Text("Review held, two actions"), By("mareike"));
    }

    private static void PaymentsAreFixedInTime(SampleDesk desk) =>
        desk.Open("2025-09-16 12:41", "Shop: every card payment is declined since 14:30", "P1", "bianca.ferri",
                Of("web-shop", "outage", "phone", "Lisbon"))
            .Then("3m", "assign", ("team", "tier-2"), ("to", "pia"), By("bo"))
            .Then("4m", "start", By("pia"))
            .Then("22m", "update", Text("Provider changed its certificate chain"), By("pia"))
            .Then("31m", "update", ("public", true), Text("Cards work again for most; we are watching."), By("pia"))
            .Then("25m", "resolve", ("code", "workaround"), Text("Chain pinned by hand"), By("pia"));

    /// <summary>E1, E7: a P1 that outlives its four hours.</summary>
    private static void WarehouseBreaches(SampleDesk desk) =>
        desk.Open("2025-09-18 05:36", "Loading stands still, dock terminals show no orders", "P1", "emil.storm",
                Of("warehouse", "outage", "phone", "Gdansk"))
            .Then("18m", "assign", ("team", "tier-1"), ("to", "bo"), By("night-desk"))
            .Then("9m", "start", By("bo"))
            .Then("40m", "update", Text("Terminals reach the gateway, orders do not"), By("bo"))
            .Then("55m", "assign", ("team", "tier-2"), ("to", "olek"), By("bo"))
            .Then("21m", "start", By("olek"))
            .Then("70m", "update", Text("Queue of the interface is full, supplier called"), By("olek"))
            .Then("48m", "escalate", ("reason", "Supplier does not answer"), By("olek"))
            .Then("66m", "update", Text("Supplier is on the line"), By("olek"))
            .Then("37m", "resolve", ("code", "fixed"), Text("Poisoned message taken out"), By("olek"));

    /// <summary>E2: a P2 that lies.</summary>
    private static void NobodyTouchesIt(SampleDesk desk) =>
        desk.Open("2025-09-04 07:03", "Drawings from CAD do not reach the saw", "P2", "jens.aalto",
                Of("cad", "software", "mail", "Gdansk"))
            .Then("20m", "assign", ("team", "tier-2"), ("to", "stefan"), By("ana"))
            .Then("12m", "start", By("stefan"))
            .Then("5h", "assign", ("team", "tier-3"), ("to", "konrad"), By("ana"))
            .Then("15m", "start", By("konrad"))
            .Then("80m", "resolve", ("code", "fixed"), Text("Export folder had lost its rights"), By("konrad"));

    /// <summary>E3: the fourth reassignment.</summary>
    private static void ItBounces(SampleDesk desk)
    {
        SampleDesk.Told ticket = desk.Open("2025-09-11 08:22",
            "Scanner, phone or network? Aisle 9 drops every quarter hour",
                "P3", "yusuf.demir", Of("warehouse", "network", "portal", "Lyon"))
            .Then("14m", "assign", ("team", "tier-1"), ("to", "rui"), By("triage"));
        foreach ((string wait, string team, string to, string by) in new[]
        {
            ("35m", "tier-2", "pia", "rui"), ("50m", "telephony", "nils", "pia"), ("44m", "network", "edda", "nils"),
            ("62m", "tier-2", "olek", "edda"),
        })
            ticket.Then(wait, "assign", ("team", team), ("to", to), By(by));
        ticket.Then("10m", "start", By("olek"))
            .Then("3h", "resolve", ("code", "fixed"), Text("Two access points on one channel"), By("olek"));
    }

    /// <summary>E4: a VIP.</summary>
    private static void TheBoardIsWaiting(SampleDesk desk) =>
        desk.Open("2025-09-15 06:48", "Board slides will not open, meeting starts at ten", "P2", "henrike.roe",
                Of("files", "software", "phone", "Vienna"))
            .Then("4m", "assign", ("team", "tier-1"), ("to", "mareike"), By("triage"))
            .Then("3m", "start", By("mareike"))
            .Then("27m", "resolve", ("code", "fixed"), Text("File was open on another laptop"), By("mareike"))
            .Then("6m", "reply", Text("thank you"));

    private static void WordsThatEscalateAndWordsThatDoNot(SampleDesk desk)
    {
        desk.Open("2025-09-22 09:10", "Month-end report runs since last night", "P2", "noor.rahimi",
                Of("erp", "software", "mail", "Lisbon"))
            .Then("9m", "assign", ("team", "tier-1"), ("to", "ana"), By("triage"))
            .Then("13m", "start", By("ana"))
            .Then("75m", "reply", Text("Please escalate this, the books close at noon tomorrow."))
            .Then("8m", "assign", ("team", "tier-2"), ("to", "pia"), By("ana"))
            .Then("10m", "start", By("pia"))
            .Then("95m", "resolve", ("code", "fixed"), Text("Statistics of one table were stale"), By("pia"));
        desk.Open("2025-09-23 11:20", "Screen flickers when the lift moves", "P4", "owen.price",
                Of("workplace", "hardware", "mail", "Lyon"))
            .Then("25m", "assign", ("team", "tier-1"), ("to", "bo"), By("triage"))
            .Then("31m", "start", By("bo"))
            .Then("2h", "reply", Text("No need to escalate, I am only curious what it is."))
            .Then("40m", "resolve", ("code", "fixed"), Text("Shielded cable"), By("bo"));
    }

    /// <summary>L4, S7: a reply within four hours, and one on a ticket that closed by itself (L2).</summary>
    private static void ItComesBack(SampleDesk desk)
    {
        desk.Open("2025-09-02 07:31", "Pick-by-voice repeats the last order", "P2", "greta.lindqvist",
                Of("warehouse", "software", "phone", "Lyon"))
            .Then("6m", "assign", ("team", "tier-2"), ("to", "olek"), By("rui"))
            .Then("11m", "start", By("olek"))
            .Then("52m", "resolve", ("code", "fixed"), Text("Session cleared"), By("olek"))
            .Then("95m", "reply", Text("It is back, same aisle."))
            .Then("12m", "start", By("olek"))
            .Then("2h", "resolve", ("code", "fixed"), Text("Second server had the old build"), By("olek"));
        SampleDesk.Told shut = desk.Open("2025-09-03 09:02", "Time clock at gate 2 is three minutes slow", "P4",
            "anke.petersen",
                Of("access-control", "hardware", "mail", "Vienna"))
            .Then("40m", "assign", ("team", "tier-1"), ("to", "rui"), By("triage"))
            .Then("50m", "start", By("rui"))
            .Then("45m", "resolve", ("code", "fixed"), Text("Time server entered"), By("rui"));
        shut.Now = SampleDesk.Moment("2025-09-17 07:20");
        SampleDesk.Told again = shut.Do("reply", Text("Three minutes slow again, people lose overtime."))
            .Then("30m", "assign", ("team", "tier-2"), ("to", "stefan"), By("rui"))
            .Then("20m", "start", By("stefan"));
        SampleDesk.Told cause = desk.Open("2025-09-17 08:40", "Time server of building C answers late", "P3", "stefan",
                Of("network", "network", "portal", "Vienna"))
            .Then("2m", "assign", ("team", "tier-2"), ("to", "stefan"), By("stefan"))
            .Then("1m", "start", By("stefan"));
        again.Now = cause.Now;
        again.Then("3m", "link", ("to", cause.Key), ("kind", "caused-by"), By("stefan"));
        cause.Then("2h", "resolve", ("code", "fixed"), Text("Second source added"), By("stefan"));
        again.Now = cause.Now;
        again.Then("5m", "resolve", ("code", "fixed"), Text("Follows the repaired time server"), By("stefan"));
    }

    /// <summary>L3: the ask waits a day in vain, the ticket waits for the user from then on.</summary>
    private static void NoAnswerForADay(SampleDesk desk) =>
        desk.Open("2025-09-08 10:05", "Excel macro stopped working", "P4", "diego.santos",
                Of("workplace", "software", "mail", "Lisbon"))
            .Then("32m", "assign", ("team", "tier-1"), ("to", "ana"), By("triage"))
            .Then("40m", "start", By("ana"))
            .Then("15m", "ask", Text("Which workbook is it, and what does the message say?"), By("ana"))
            .Then("2d", "reply", Text("Sorry, was at the fair. It is order_check.xlsm, error 1004."))
            .Then("35m", "update", Text("Sheet was renamed"), By("ana"))
            .Then("20m", "resolve", ("code", "fixed"), Text("Name put back"), By("ana"));

    private static void SameTroubleFourTimes(SampleDesk desk)
    {
        var tickets = new List<SampleDesk.Told>();
        foreach ((string at, string title, string who) in new[]
        {
            ("2025-09-25 12:04", "VPN drops after lunch on my Mac", "lucie.marchand"),
            ("2025-09-25 12:31", "VPN disconnects every few minutes, macOS Sonoma", "samir.haddad"),
            ("2025-09-25 13:12", "VPN keeps dropping since the update", "nadia.brook"),
            ("2025-09-25 13:40", "Connection to the office drops, MacBook", "ruben.castell"),
            ("2025-09-25 14:02", "VPN unstable this afternoon", "sofia.engel"),
        })
            tickets.Add(desk.Open(at, title, "P3", who, ("category", "network"), ("service", "vpn"),
                ("source", "portal"),
                ("tags", new JsonObject { ["os"] = "macOS Sonoma", ["site"] = "home" })));
        SampleDesk.Told first = tickets[0];
        first.Then("20m", "assign", ("team", "tier-2"), ("to", "olek"), By("bo"))
            .Then("15m", "start", By("olek"));
        first.Now = SampleDesk.Moment("2025-09-25 14:20");
        foreach (SampleDesk.Told other in tickets[1..^1])
        {
            other.Now = first.Now;
            other.Do("link", ("to", first.Key), ("kind", "relates"), By("olek"))
                .Then("1h", "resolve", ("code", "fixed"), Text("Gateway profile corrected"), By("olek"));
        }

        tickets[^1].Now = first.Now;
        tickets[^1].Then("4m", "merge", ("to", first.Key), By("olek"));
        first.Then("5m", "prioritise", ("priority", "P2"), ("reason", "five users in two hours"), By("olek"))
            .Then("52m", "resolve", ("code", "fixed"), Text("Idle timer of the new client profile"), By("olek"));
    }

    private static void AMoveWithChildren(SampleDesk desk)
    {
        SampleDesk.Told move = desk.Open("2025-09-10 07:40", "Sales moves from Vienna 1st to 3rd floor on Friday", "P4",
                "helga.voss", Of("workplace", "request", "portal", "Vienna"))
            .Then("35m", "assign", ("team", "tier-1"), ("to", "mareike"), By("triage"))
            .Then("20m", "start", By("mareike"));
        var children = new List<SampleDesk.Told>();
        foreach ((string at, string title, string person) in new[]
        {
            ("2025-09-10 08:50", "Patch 14 ports on the 3rd floor", "stefan"),
            ("2025-09-10 08:55", "Move 6 desk phones to the 3rd floor", "pia"),
        })
        {
            SampleDesk.Told child = desk.Open(at, title, "P4", "helga.voss",
                Of("workplace", "request", "portal", "Vienna"))
                .Then("3m", "link", ("to", move.Key), ("kind", "parent"), By("mareike"))
                .Then("2m", "assign", ("team", "tier-2"), ("to", person), By("mareike"))
                .Then("25m", "start", By(person));
            children.Add(child);
        }

        move.Now = SampleDesk.Moment("2025-09-10 09:30");
        move.Do("snooze", ("until", "2025-09-12T06:00:00Z"), ("reason", "Movers come on Friday"), By("mareike"));
        children[0].Now = SampleDesk.Moment("2025-09-12 07:45");
        children[1].Now = SampleDesk.Moment("2025-09-12 09:10");
        foreach (SampleDesk.Told child in children)
            child.Do("resolve", ("code", "delivered"), Text("Done and tested"), By("mareike"));
        move.Now = SampleDesk.Moment("2025-09-12 10:30");
        move.Do("resolve", ("code", "delivered"), Text("Sales sits on the 3rd floor"), By("mareike"))
            .Then("2h", "reply", Text("Vielen Dank!"))
            .Then("3h", "close", By("mareike"));
    }

    /// <summary>Waits that pause the clocks, and one that ends by itself (L5).</summary>
    private static void WaitingForApproval(SampleDesk desk)
    {
        desk.Open("2025-09-19 08:33", "Administrator rights for the test bench PC", "P3", "theo.janssen",
                Of("security", "access", "portal", "Gdansk"))
            .Then("18m", "triage", ("category", "access"), ("team", "tier-1"), By("triage"))
            .Then("6m", "assign", ("to", "ana"), By("triage"))
            .Then("22m", "start", By("ana"))
            .Then("5m", "hold", ("reason", "approval"), Text("Asked the head of testing"), By("ana"))
            .Then("3d", "resume", By("ana"))
            .Then("12m", "resolve", ("code", "delivered"), Text("Granted until the end of the year"), By("ana"));
        desk.Open("2025-09-05 11:15", "Plotter in Gdansk: banding on all colours", "P3", "pavel.dvorak",
                Of("print", "hardware", "mail", "Gdansk"))
            .Then("21m", "assign", ("team", "tier-2"), ("to", "stefan"), By("triage"))
            .Then("33m", "start", By("stefan"))
            .Then("48m", "hold", ("reason", "vendor"), ("until", "2025-09-08T07:00:00Z"),
                Text("Technician comes on Monday"),
                By("stefan"))
            .Then("3d", "update", Text("Technician is here"), By("stefan"))
            .Then("70m", "resolve", ("code", "replaced"), Text("New print head"), By("stefan"));
    }

    private static void MisroutedAndCancelled(SampleDesk desk)
    {
        desk.Open("2025-09-12 11:58", "Canteen menu is last week's", "P4", "fiona.byrne",
                Of("workplace", "request", "mail", "Lisbon"))
            .Then("30m", "update", ("public", true), Text("The canteen keeps this page itself, they know now."),
                By("rui"))
            .Then("2m", "close", ("code", "cancelled"), By("rui"));
        SampleDesk.Told plan = desk.Open("2025-09-26 09:05", "Certificate of shop.example.org ends on 10 October", null,
                "monitoring", ("service", "web-shop"), ("source", "monitor"),
                    ("tags", new JsonObject { ["host"] = "edge-2" }));
        plan.Then("25m", "triage", ("category", "security"), ("priority", "P3"), ("team", "tier-2"), By("bo"))
            .Then("10m", "assign", ("to", "pia"), By("bo"))
            .Then("5m", "tag", ("tags", new JsonObject { ["change"] = "certificate" }), By("pia"))
            .Then("10m", "start", By("pia"))
            .Then("2h", "resolve", ("code", "fixed"), Text("Renewed, ends in a year"), By("pia"));
    }

    private static void TheNightAlarm(SampleDesk desk) =>
        desk.Open("2025-09-14 01:47", "Backup of the file server failed: device not ready", "P2", "monitoring",
                ("service", "files"), ("category", "backup"), ("source", "monitor"),
                ("tags", new JsonObject { ["host"] = "fs-lyon-1" }))
            .Then("8m", "acknowledge", By("konrad"))
            .Then("25m", "start", By("konrad"))
            .Then("50m", "assign", ("team", "tier-3"), ("to", "konrad"), By("konrad"))
            .Then("3m", "start", By("konrad"))
            .Then("45m", "resolve", ("code", "fixed"), Text("Tape unit restarted, backup runs"), By("konrad"));
}
