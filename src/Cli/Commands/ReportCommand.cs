using System.CommandLine;
using Muster.Cli.Client;
using Muster.Core.Policies;
using Muster.Core.Reports;
using Muster.Files.Reports;
using Muster.Files.Templates;

namespace Muster.Cli.Commands;

/// <summary><c>muster report ID</c>: the post-incident report, of a running server or of a replay log alone.</summary>
internal static class ReportCommand
{
    public static Command Build()
    {
        var id = new Argument<string?>("ID")
        {
            Description = "The ticket: INC-2025-05678 in any case, or its bare number.",
            Arity = ArgumentArity.ZeroOrOne, // beside the verbs
        };
        var log = new Option<string?>("--log")
        {
            Description = "A replay log in the place of a server; - is standard input.",
        };
        var policy = new Option<string?>("--policy")
        {
            Description = "The policy of the log; the shipped one if absent.",
        };
        var zones = ZonesOption.Build();
        var templates = new Option<string?>("--templates")
        {
            Description = $"With --log: a folder with an {ReportTemplate.FileName} of your own.",
        };
        var format = new Option<string?>("--format") { Description = "markdown (if absent), html or json." };
        format.AcceptOnlyFromAmong([.. ReportFormats.Names]);
        var to = new Option<string?>("--out") { Description = "Where it goes; - is standard output." };
        var command = new Command("report", "Write the post-incident report of a ticket.")
        {
            id, log, policy, zones, templates, format, to, MetricsCommand.Build(),
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(id) is not { Length: > 0 } ticket)
                throw new UsageFault("report needs a ticket, such as muster report INC-2025-05678");
            var said = parsed.GetValue(log);
            var form = ReportFormats.Parse(parsed.GetValue(format) ?? "markdown")!.Value;
            var ofLog = parsed.GetValue(policy) ?? parsed.GetValue(templates) ?? parsed.GetValue(zones);
            if (said is null && ofLog is not null)
                throw new UsageFault("--policy, --zones and --templates go with --log; a server has its own");
            return said is null
                ? OfServer(ticket, form, parsed.GetValue(to))
                : OfLog(
                    said, ticket, form, PolicyCommand.Read(
                        parsed.GetValue(policy), ZonesOption.Read(parsed.GetValue(zones))),
                    parsed.GetValue(templates), parsed.GetValue(to));
        });
        return command;
    }

    private static int OfServer(string ticket, ReportFormat format, string? to)
    {
        using var server = new ServerConnection();
        var answer = server.Send(
            HttpMethod.Get, $"api/v1/tickets/{Uri.EscapeDataString(ticket)}/report", null,
            ("Accept", format.MediaType().Split(';')[0]));
        using var output = Terminal.OpenText(to ?? "-");
        output.WriteLine(answer.Text.TrimEnd('\n'));
        return ExitCodes.Done;
    }

    private static int OfLog(
        string log, string ticket, ReportFormat format, Policy? read, string? templates, string? to)
    {
        if (read is not { } policy || Template(templates) is not { } template)
            return ExitCodes.WrongUsage;
        var wasRefused = false;
        using var input = Terminal.OpenInput(log);
        var (found, fault) = LoggedTicket.Read(input, policy, ticket, (line, refusal) =>
        {
            wasRefused = true;
            ReplayCommand.SayRefused(line, refusal);
        });
        if (found is null)
        {
            Terminal.Say($"muster: {fault}");
            return ExitCodes.No;
        }
        var report = IncidentReport.Of(found.Account, found.EndedAt);
        using (var output = Terminal.OpenOutput(to ?? "-"))
        {
            output.Write(ReportFormats.Write(report, format, template).Span);
            if (format == ReportFormat.Json)
                output.Write("\n"u8);
        }
        return wasRefused ? ExitCodes.No : ExitCodes.Done;
    }

    /// <returns>Null where there are faults, which then stand on standard error.</returns>
    private static ReportTemplate? Template(string? folder)
    {
        if (folder is null)
            return ReportTemplate.Shipped;
        if (!Directory.Exists(folder))
            throw new FileFault(folder, "there is no such folder");
        var (template, faults) = ReportTemplate.Over(folder);
        foreach (var fault in faults)
            Console.Error.WriteLine(fault);
        return template;
    }
}
