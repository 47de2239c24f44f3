namespace Muster.Edge.Samples;

/// <summary>A ticket that comes in again and again.</summary>
/// <param name="Teams">Where it goes, one after the other.</param>
internal sealed record Usual(
    string Title, string Priority, string Service, string Category, string[] Teams, string Fix, string Code);

/// <summary>The people of Halden Roe and what troubles them.</summary>
internal static class SampleWords
{
    public static readonly string[] Vips = ["henrike.roe", "aldo.marchetti"];

    public static readonly string[] Requesters =
    [
        "ines.caldera", "tomas.brandl", "helga.voss", "pavel.dvorak", "lucie.marchand", "samir.haddad",
        "greta.lindqvist",
        "owen.price", "noor.rahimi", "katja.wimmer", "diego.santos", "fiona.byrne", "jens.aalto", "marta.kowal",
        "yusuf.demir", "anke.petersen", "ruben.castell", "sofia.engel", "viktor.hahn", "claire.dumont", "nadia.brook",
        "emil.storm", "bianca.ferri", "theo.janssen",
    ];

    public static readonly string[] FirstLine = ["bo", "ana", "rui", "mareike"];
    public static readonly string[] SecondLine = ["olek", "pia", "stefan"];
    public static readonly string[] ThirdLine = ["yara", "konrad"];
    public static readonly string[] Sites = ["Lisbon", "Vienna", "Gdansk", "Lyon"];

    public static readonly Usual[] Usuals =
    [
        U("Password expired, cannot sign in to Windows", "P3", "identity", "access",
            "Reset, new password set at the desk"),
        U("Locked out after three wrong PINs", "P3", "identity", "access", "Unlocked, PIN set anew"),
        U("New starter on Monday: account and mailbox", "P4", "identity", "request",
            "Account, mailbox and groups created"),
        U("Authenticator lost with old phone", "P3", "identity", "access", "New phone enrolled after call back"),
        U("Please add me to the shared mailbox orders@example.org", "P4", "mail", "request",
            "Added, approved by owner"),
        U("Outlook asks for password every few minutes", "P3", "mail", "software", "Stale token removed"),
        U("Mail to customer bounces with 550", "P3", "mail", "mail", "Typo in the customer's domain"),
        U("Calendar of meeting room {site} 2.04 shows wrong time", "P4", "mail", "mail", "Room's zone corrected"),
        U("VPN drops every ten minutes from home", "P3", "vpn", "network", "Client updated, MTU set", "tier-2"),
        U("VPN client: certificate not trusted", "P3", "vpn", "network", "Certificate renewed"),
        U("No Wi-Fi in {site}, second floor", "P2", "wifi", "network", "Access point restarted by hand", "tier-2"),
        U("Wi-Fi very slow in the canteen, {site}", "P4", "wifi", "network", "Channel changed", "tier-2"),
        U("Printer {site} 3rd floor prints blank pages", "P3", "print", "hardware", "Toner replaced"),
        U("Print jobs stay in the queue", "P3", "print", "printing", "Spooler restarted"),
        U("Label printer at the dock in {site} jams", "P2", "print", "hardware", "Roller cleaned, spare ordered"),
        U("Scanner gun loses connection in aisle 7", "P2", "warehouse", "hardware", "Roaming profile fixed", "tier-2"),
        U("Pick list shows articles twice", "P2", "warehouse", "software", "Duplicate batch removed", "tier-2",
            "tier-3"),
        U("ERP: posting period closed, cannot book invoice", "P3", "erp", "software", "Period opened by finance"),
        U("ERP hangs when saving an order with drawings", "P2", "erp", "software", "Attachment index rebuilt",
            "tier-2"),
        U("ERP: missing authorisation for report ZR-114", "P4", "erp", "access", "Role granted, approved by lead"),
        U("Price list in the shop differs from ERP", "P2", "web-shop", "software", "Nightly job run again", "tier-2",
            "tier-3"),
        U("Shop: customer cannot pay by card", "P2", "web-shop", "software", "Payment certificate renewed", "tier-2"),
        U("CAD licence not available since this morning", "P3", "cad", "software", "Two stale sessions ended",
            "tier-2"),
        U("CAD crashes on opening old assemblies", "P3", "cad", "software", "Graphics driver rolled back", "tier-2"),
        U("Laptop does not charge any more", "P3", "workplace", "hardware", "Charger replaced"),
        U("Docking station: second monitor stays black", "P4", "workplace", "hardware", "Firmware updated"),
        U("Laptop is very slow since the update", "P3", "workplace", "software",
            "Indexing finished, two updates applied"),
        U("Request: headset for the order desk in {site}", "P4", "workplace", "request", "Handed out"),
        U("Install Inkscape, please", "P4", "workplace", "request", "Installed from the catalogue"),
        U("USB stick found in the yard, what now?", "P3", "security", "security", "Taken in, nothing on it"),
        U("Strange mail asks for gift cards", "P3", "security", "security", "Sender blocked, nobody answered"),
        U("Desk phone {site} reception: no dial tone", "P3", "telephony", "hardware", "Patched to another port",
            "tier-2"),
        U("Voicemail greeting is somebody else's", "P4", "telephony", "request", "Greeting reset"),
        U("Share S: not reachable after move to {site}", "P3", "files", "network", "Drive mapped by policy", "tier-2"),
        U("Restore a folder deleted yesterday, please", "P3", "files", "request", "Restored from the night's copy",
            "tier-2"),
        U("Video room {site}: far end cannot hear us", "P3", "meeting", "hardware", "Microphone's mute reset"),
    ];

    public static readonly string[] Asks =
    [
        "Which floor and which device is it, please?", "Could you send a screenshot of the message?",
        "Does it also happen on the guest network?", "When did it last work?",
        "Please restart once and tell us if it stays.",
    ];

    public static readonly string[] Answers =
    [
        "Second floor, the grey one next to the kitchen.", "Screenshot is attached.", "Yes, there as well.",
        "Friday before lunch it was fine.", "Restarted, it is the same as before.",
    ];

    public static readonly string[] Notes =
    [
        "Called, nobody at the desk", "Same as last week, looking at the log", "Tested with a second account",
        "Waiting for the user to come back from a meeting", "Found it, writing it down for the others",
    ];

    private static Usual U(
        string title, string priority, string service, string category, string fix, params string[] further) =>
        new(title, priority, service, category, ["tier-1", .. further], fix,
            category == "request" ? "delivered" : "fixed");
}
