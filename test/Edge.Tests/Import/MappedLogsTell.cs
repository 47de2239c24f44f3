using System.IO.Compression;
using System.Text;
using Muster.Files.Import;
using Xunit;

namespace Muster.Edge.Import;

/// <summary>What the rows of a ticket become.</summary>
public sealed class MappedLogsTell
{
    private const string Head = "Key,When,State,Team,Person\n";

    [Fact]
    public void A_first_row_opens_the_ticket_and_brings_it_to_its_state()
    {
        Imported log = Desk.Csv(Head + "A1,2025-01-06T09:00Z,Work,desk,bo\n");

        Assert.Equal(["open", "assign desk bo", "start"], log.Story("team", "to"));
        Assert.All(log.Lines, line => Assert.EndsWith("\"imported\":true}", line));
        Assert.Equal(0, log.Report.ExitCode);
    }

    [Fact]
    public void A_ticket_is_opened_at_its_opening_instant_and_no_row_comes_before_it()
    {
        Imported log = Desk.Csv(
            "Key,When,State,Born\nA1,2025-01-06T09:00Z,Work,2025-01-06T08:55Z\n"
            + "A2,2025-01-06T09:00Z,Work,2025-01-06T11:00Z\n",
            "{ticket: Key, at: When, openedAt: Born, state: State, states: {Work: start}}");

        Assert.Equal(
            ["open 2025-01-06T08:55:00Z A1", "start 2025-01-06T09:00:00Z A1", "open 2025-01-06T11:00:00Z A2",
                "start 2025-01-06T11:00:00Z A2"],
            log.Story("at", "ticket"));
    }

    [Fact]
    public void Leaving_a_wait_resumes_and_leaving_an_end_reopens()
    {
        Imported log = Desk.Csv(Head
            + "A1,2025-01-06T09:00Z,Work,,\nA1,2025-01-06T10:00Z,User,,\nA1,2025-01-06T11:00Z,Work,,\n"
            + "A1,2025-01-06T12:00Z,Done,,\nA1,2025-01-06T13:00Z,Work,,\nA1,2025-01-06T14:00Z,Over,,\n");

        Assert.Equal(
            ["open", "start", "hold user", "resume", "resolve fixed", "reopen", "start", "resolve fixed", "close"],
            log.Story("reason", "code"));
    }

    [Fact]
    public void A_wait_that_began_before_the_work_is_resumed_and_then_started()
    {
        Imported log = Desk.Csv(Head + "A1,2025-01-06T09:00Z,User,,\nA1,2025-01-06T10:00Z,Work,,\n");

        Assert.Equal(["open", "hold", "resume", "start"], log.Story());
    }

    [Fact]
    public void A_close_without_an_end_is_resolved_first_and_a_cancelled_one_is_not()
    {
        Imported log = Desk.Csv(Head + "A1,2025-01-06T09:00Z,Over,,\nA2,2025-01-06T09:00Z,Void,,\n");

        Assert.Equal(
            ["open A1", "resolve A1 fixed", "close A1", "open A2", "close A2 cancelled"], log.Story("ticket", "code"));
    }

    [Fact]
    public void A_row_that_changes_nothing_is_an_update_and_an_unclear_state_too()
    {
        Imported log = Desk.Csv(Head
            + "A1,2025-01-06T09:00Z,Work,,\nA1,2025-01-06T10:00Z,Work,,\nA1,2025-01-06T11:00Z,Odd,,\n"
            + "A1,2025-01-06T12:00Z,Done,,\nA1,2025-01-06T13:00Z,Odd,,\n");

        Assert.Equal(["open", "start", "update", "update", "resolve", "reopen", "update"], log.Story());
    }

    [Fact]
    public void A_verb_that_would_write_nothing_is_followed_by_an_update_so_that_the_row_counts_as_activity()
    {
        Imported log = Desk.Csv(Head + "A1,2025-01-06T09:00Z,Queue,desk,\nA1,2025-01-06T10:00Z,Queue,desk,\n");

        Assert.Equal(["open", "assign desk", "assign desk", "update"], log.Story("team"));
    }

    [Fact]
    public void A_new_team_or_person_is_assigned_once_and_a_gap_is_none()
    {
        Imported log = Desk.Csv(Head
            + "A1,2025-01-06T09:00Z,New,desk,\nA1,2025-01-06T10:00Z,New,desk,bo\nA1,2025-01-06T11:00Z,New,,\n"
            + "A1,2025-01-06T12:00Z,New,desk,bo\nA1,2025-01-06T13:00Z,New,net,bo\n");

        Assert.Equal(
            ["open", "assign desk", "assign bo", "update", "update", "assign net bo"], log.Story("team", "to"));
    }

    [Fact]
    public void A_work_that_goes_to_another_team_is_started_there_again()
    {
        Imported log = Desk.Csv(Head + "A1,2025-01-06T09:00Z,Work,desk,bo\nA1,2025-01-06T10:00Z,Work,net,ed\n");

        Assert.Equal(["open", "assign desk", "start", "assign net", "start"], log.Story("team"));
    }

    [Fact]
    public void A_person_counts_only_in_the_states_that_are_named()
    {
        Imported log = Desk.Csv(
            Head + "A1,2025-01-06T09:00Z,In work,desk,bo\n"
            + "A1,2025-01-06T10:00Z,Queue,net,bo\nA1,2025-01-06T11:00Z,In turn,net,ed\n",
            "{ticket: Key, at: When, state: State, team: Team, to: {column: Person, onlyIn: ['In *']}, "
            + "states: {'In *': start, Queue: assign}}");

        Assert.Equal(
            ["open", "assign desk bo", "start", "assign net", "assign ed", "start"], log.Story("team", "to"));
    }

    [Fact]
    public void Priorities_texts_requester_tags_and_links_are_taken_over()
    {
        Imported log = Desk.Csv(
            "Key,When,Prio,Title,Who,VIP,CI,Area,Site,Users,Problem\n"
            + "A1,2025-01-06T09:00Z,high,Printer jams,ana,yes,?,Printing,Lisbon,12,?\n"
            + "A1,2025-01-06T10:00Z,urgent,Printer jams,ana,yes,lp7,Printing,Lisbon,12,PRB7\n",
            """
            {ticket: Key, at: When, unknown: ["?"], priority: {column: Prio, values: {High: P2, Urgent: P1}},
             title: "{Title} ({Site})", requester: Who, vip: VIP, service: [CI, Area], category: Area,
             affectedUsers: Users, tags: {site: Site}, links: {in-problem: Problem}}
            """);

        Assert.Equal(
            "{'at':'2025-01-06T09:00:00Z','do':'open','ticket':'A1','priority':'P2','title':'Printer jams (Lisbon)',"
            + "'category':'Printing','service':'Printing','requester':{'name':'ana','vip':true},'affectedUsers':12,"
            + "'tags':{'site':'Lisbon'},'imported':true}", log.Lines[0].Replace('"', '\''));
        Assert.Equal(["open P2", "prioritise P1", "link PRB7 in-problem"], log.Story("priority", "to", "kind"));
    }

    [Fact]
    public void Words_actors_and_machines_are_kept()
    {
        Imported log = Desk.Csv(
            "Key,When,State,By,Note\nA1,2025-01-06T09:00Z,In,bo,\nA1,2025-01-06T10:00Z,In,job,nightly\n"
            + "A1,2025-01-06T11:00Z,Said,ana,it is back\nA1,2025-01-06T12:00Z,In,bo,it is back\n",
            "{ticket: Key, at: When, state: State, by: By, automatic: [job], text: Note, "
            + "states: {In: start, Said: reply}}");

        Assert.Equal(
            ["open bo", "start bo", "update job true nightly", "reply ana it is back", "update bo"],
            log.Story("by", "auto", "text"));
    }

    [Fact]
    public void The_log_is_in_order_of_time_and_inside_one_instant_as_in_the_file()
    {
        Imported log = Desk.Csv(Head
            + "B,2025-01-06T10:00Z,New,,\nA,2025-01-06T09:00Z,New,,\nB,2025-01-06T09:30Z,Work,,\n"
            + "C,2025-01-06T09:00Z,New,,\na,2025-01-06T10:00Z,Work,,\n");

        Assert.Equal(["open A", "open C", "open B", "start B", "update B", "start A"], log.Story("ticket"));
    }

    [Fact]
    public void A_link_to_a_ticket_that_is_not_there_yet_or_closes_a_circle_is_left_out_and_told()
    {
        Imported log = Desk.Csv(
            "Key,When,Parent\nA,2025-01-06T09:00Z,\nB,2025-01-06T10:00Z,A\n"
            + "A,2025-01-06T11:00Z,B\nC,2025-01-06T12:00Z,Z\n",
            "{ticket: Key, at: When, links: {parent: Parent}}");

        Assert.Equal(["open A", "open B", "link B A", "open C"], log.Story("ticket", "to"));
        Assert.Equal(
            "standard input:4: A is linked (parent) to B, which closes a circle; left out\n"
            + "standard input:5: C is linked (parent) to Z, which is not opened before it; left out", log.Faults);
    }

    [Fact]
    public void Local_times_are_read_by_their_patterns_in_their_zone()
    {
        Imported log = Desk.Csv(
            "Key,When\nA,5/3/2025 09:00\nB,2025-03-30T02:30\nC,26/10/2025 02:30\nD,2025-11-01 10:00:00.1239+05:30\n",
            "{ticket: Key, at: When, dates: ['d/M/yyyy HH:mm', iso], zone: Europe/Berlin}");

        Assert.Equal(
            ["open 2025-03-05T08:00:00Z", "open 2025-03-30T01:00:00Z", "open 2025-10-26T00:30:00Z",
                "open 2025-11-01T04:30:00.123Z"], log.Story("at"));
    }

    [Fact]
    public void Headers_are_known_by_any_spelling_and_separators_by_themselves()
    {
        Imported log = Desk.Csv("\uFEFFkey;WHEN;\"state\";_group;Person\nA1;2025-01-06T09:00Z;work;\"a;b\";\n");

        Assert.Equal(["open", "assign a;b", "start"], log.Story("team"));
    }

    [Fact]
    public void Other_encodings_are_read_when_the_mapping_names_them()
    {
        byte[] latin = Encoding.Latin1.GetBytes("Key,When,Title\nA1,2025-01-06T09:00Z,Drucker fällt aus\n");

        Imported log = Desk.Run(
            ImportFormat.Csv, latin, "{ticket: Key, at: When, title: Title, encoding: windows-1252}", strict: false);
        Imported wrong = Desk.Run(ImportFormat.Csv, latin, "{ticket: Key, at: When, title: Title}", strict: false);

        Assert.Equal(["open Drucker fällt aus"], log.Story("title"));
        Assert.Contains("encoding:", Assert.Single(wrong.Report.Notes));
    }

    [Fact]
    public void An_event_log_is_read_with_its_traces_and_without_what_is_nested()
    {
        Imported log = Desk.Xes(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <log xmlns="http://www.xes-standard.org/"><global scope="event">
                <string key="concept:name" value="UNKNOWN"/></global>
              <float key="meta" value="1"><float key="concept:name" value="2"/></float>
              <trace><string key="concept:name" value="T-1"/><string key="prio" value="P1"/>
                <event><string key="concept:name" value="Work"><string key="concept:name" value="Done"/></string>
                  <date key="time:timestamp" value="2025-01-06T10:00:00.000+01:00"/></event>
                <event/>
                <event><date key="time:timestamp" value="2025-01-06T09:30:00Z"/>
                  <string key="concept:name" value="Done"/></event>
              </trace>
            </log>
            """, "{state: 'concept:name', priority: prio, states: {Work: start, Done: {resolve: solved}}}");

        Assert.Equal(
            ["open T-1 2025-01-06T09:00:00Z P1", "start T-1 2025-01-06T09:00:00Z",
                "resolve T-1 2025-01-06T09:30:00Z solved"],
            log.Story("ticket", "at", "priority", "code"));
        Assert.Equal("standard input:8: no instant in at (time:timestamp)", log.Faults);
    }

    [Fact]
    public void Gzip_is_known_by_its_content()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Head + "A1,2025-01-06T09:00Z,Work,,\n"));

        Imported log = Desk.Run(ImportFormat.Csv, packed.ToArray(), Desk.Map, strict: false);

        Assert.Equal(["open", "start"], log.Story());
    }

    [Fact]
    public void Our_own_lines_are_marked_sorted_and_otherwise_left_as_they_are()
    {
        Imported log = Desk.Jsonl(
            """
            {"at":"2025-01-06T10:00:00Z","do":"start","ticket":"A1","odd": [1, 2] }

            {"at":"2025-01-06T09:00:00Z","do":"open","ticket":"A1"}
            {"at":"2025-01-06T10:00:00Z","do":"update","ticket":"a1","imported":true}
            """);

        Assert.Equal(
            """
            {"at":"2025-01-06T09:00:00Z","do":"open","ticket":"A1","imported":true}
            {"at":"2025-01-06T10:00:00Z","do":"start","ticket":"A1","odd": [1, 2],"imported":true}
            {"at":"2025-01-06T10:00:00Z","do":"update","ticket":"a1","imported":true}

            """, log.Text);
        Assert.Equal((3, 1), (log.Report.Rows, log.Report.Tickets));
    }
}
