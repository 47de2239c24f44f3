using Muster.Core.Tickets;
using Muster.Engine.Delivery;

namespace Muster.Engine.Tests.Delivery;

internal sealed class TestPath : IReturnPath
{
    public string TicketUrl(TicketId ticket) => $"https://muster.example/tickets/{ticket}";

    public string AnswerUrl(TicketId ticket, string person) => $"https://muster.example/answer/{ticket}/{person}";
}
