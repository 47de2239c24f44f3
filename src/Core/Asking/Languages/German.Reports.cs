namespace Muster.Core.Asking;

internal static partial class German
{
    /// <summary>As <see cref="English.Reports"/>.</summary>
    public const string Reports = """
    denial = nicht | nie | niemals | kein | keine | keinen | keiner | keinem | keines | keinerlei | ohne
    denial = niemand | niemanden | niemandem | nichts | keinesfalls | keineswegs | auf keinen fall | weder
    denial = noch nicht | nirgends | nirgendwo | kaum | nicht mehr | nein
    denied = null probleme
    partly = alle | allen | aller | alles | jeder | jedes | nur | bloß | ganz | mal
    ceased = zeitweise | manchmal
    fault = ausfall | ausfälle | ausgefallen | ausgefallene | ausfallen | gestört | gestörte | störung
    fault = störungen | kaputt | betroffen | betroffene | beeinträchtigt | beeinträchtigung | defekt
    fault = fehlerhaft | fehler | problem | probleme | problemen | unerreichbar | tot | abgestürzt | absturz
    fault = vorfall | vorfälle | notfall | down | offline | outage | incident | lahmgelegt | langsam
    fault = beschädigt | gehackt | kompromittiert | passiert | los | unterbrochen | unterbrechung | großstörung
    fault = zusammengebrochen | auswirkung | auswirkungen | schlimm | downtime | ausfallzeit | fehlgeschlagen
    fault = gescheitert
    faultnoun = fehler | problem | störung | ausfall | vorfall | absturz | incident | es | bug
    touches = betrifft | betreffen | trifft | treffen | betroffen sind | betroffen ist | stört | fällt | fallen
    apart = weil | da | seit | und | aber | während | obwohl | was | warum | wieso | wo | wie | welche | kann
    apart = können | könnte | funktioniert | funktionieren | geht | gehen | antwortet | antworten | reagiert
    apart = reagieren | lädt | laden | startet | starten | erreichbar | verfügbar | erreichen | einloggen
    apart = anmelden | zugreifen | verbinden | öffnen | öffnet | arbeiten | arbeitet | bezahlen | zahlen
    apart = bestellen | senden | empfangen | kommt | kommen | läuft | laufen | behoben | gelöst | repariert
    apart = zweifel | scherz | witz | spaß | ahnung | möglich | nutzbar | benutzbar | vorbei | überstanden
    apart = fehler angezeigt | fehler im | fehler in
    apart noun = antwort | zugriff | anmeldung | verbindung | bestellung | bestellungen | zahlung | zahlungen
    apart noun = backup | lösung | ursache | umgehung | ausweichsystem | ersatz | rückmeldung | hilfe | kontakt
    forbid = nicht | nie | niemals | kein | keine | keinen | keinem | ohne | niemand | niemanden | niemandem
    forbid = nichts | auf keinen fall
    act = ausrufen | ausrufung | ausgerufen | erklären | deklarieren | deklaration | eskalieren | eskaliert
    act = eskalation | alarmieren | alarmierung | alarmiert | benachrichtigen | benachrichtigt | informieren
    act = informiert | wecken | geweckt | anrufen | sagen | bescheid | melden | mitteilen | pagen | kriegsraum
    act = krisenstab | war room | alarm auslösen | alarm schlagen | alarm bitte | auslösen | verständigen
    act = verständigt | kontaktieren | posten | veröffentlichen
    actnoun = alarm | alarme | meldung | meldungen | benachrichtigung | benachrichtigungen | anrufe
    actnoun = nachrichten
    strongact = ausrufen | ausrufung | ausgerufen | deklarieren | deklaration | eskalieren | eskalation
    strongact = eskaliert | alarmieren | alarmierung | krisenstab | kriegsraum | war room
    withhold = warte | warten | abwarten | lass | lasst | vermeide | stopp | später
    well = alles gut | wieder gut | in ordnung | alles ok | alles okay | ist ok | sind ok | ist okay | sind okay
    well = wieder ok | wieder okay | funktioniert wieder | funktionieren wieder | läuft wieder | laufen wieder
    well = geht wieder | gehen wieder | wieder verfügbar | wieder erreichbar | wieder online | wieder oben
    well = wieder hoch | wieder in betrieb | wieder normal | ist normal | sind normal | stabil | gesund
    well = wiederhergestellt | alles klar | alles läuft | alles geht | alles funktioniert | läuft normal
    well = läuft einwandfrei | läuft stabil | läuft jetzt | geht jetzt | funktioniert jetzt | einwandfrei
    well = problemlos | fehlerfrei | störungsfrei | entwarnung | wieder hergestellt | wieder einsatzbereit
    well = überstanden | alles grün | ist grün | sind grün | wieder zurück | ein scherz | nur spaß | ein witz
    well = probealarm | probelauf | ganz normal | funktioniert alles | läuft alles
    well back = wieder da | ist zurück | sind zurück
    runs = funktioniert | läuft | geht | laufen | funktionieren | erreichbar | verfügbar | online | reagiert
    runs = antwortet | ok | okay
    inverted = ist | sind | war | waren | hat | haben | hatte | kann | können | könnte | soll | sollen | wird
    inverted = werden | wurde | wurden | gibt es | gibt's | muss | müssen | darf
    interrogative = wer | wen | wem | was | warum | wieso | weshalb | wie | welche | welcher | welches | wo
    interrogative = weiß jemand
    iffy = falls | sofern | ob | es sei denn | angenommen
    coming whole = ausfallen | ausfallen wird | ausfallen werden | nicht erreichbar sein | down sein
    coming whole = offline sein | nicht verfügbar sein | gestört sein | abgeschaltet sein | unerreichbar sein
    coming whole = geplante wartung | geplanter ausfall | geplante downtime | geplante abschaltung
    coming whole = geplante ausfallzeit | geplanten wartung | wegen wartung | für wartung | zur wartung
    coming whole = für wartungsarbeiten | wegen wartungsarbeiten | für die wartung | wegen der wartung
    coming whole = für ein upgrade
    after = nach | seit | während | bei | trotz
    """;
}
